import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ChannelStore } from '@posture/alerts';
import { DomainError } from '@posture/domain';
import { EvaluationStore } from '@posture/evaluations';
import { BulkChanges, Exceptions, FindingStore } from '@posture/findings';
import type { Principal } from '@posture/operators';
import { RunStore } from '@posture/platform';

/** Nouns of the API whose things are of no connection, or keep to the asker's scope by themselves. */
export const OF_NO_CONNECTION = [
  ...['api-keys', 'audit-events', 'graph', 'notices', 'operators', 'rules'],
  'views',
] as const;

/** Ids of all connections a thing tells of; null: there is no such thing, or it tells of all. */
type ConnectionsOf = (id: string) => Promise<readonly string[] | null>;

/**
 * Keeps whoever sees some connections only from things of others, before a route of them begins: what a path, a query or a
 * body names outside of his scope is not found, as what is not there. What lists leave out, their stores leave out.
 */
@Injectable()
export class Belonging {
  readonly #ofNoun: Readonly<Record<string, { readonly noun: string; readonly of: ConnectionsOf }>>;

  constructor(
    findings: FindingStore,
    exceptions: Exceptions,
    bulk: BulkChanges,
    runs: RunStore,
    scans: EvaluationStore,
    channels: ChannelStore,
  ) {
    const ofRun: ConnectionsOf = async (id) => one(await runs.connectionOf(id));
    this.#ofNoun = {
      connections: { noun: 'connection', of: async (id) => [id] },
      findings: { noun: 'finding', of: async (id) => one(await findings.connectionOf(id)) },
      'bulk-changes': { noun: 'bulk_change', of: (id) => bulk.connectionsOf(id) },
      exceptions: { noun: 'exception', of: async (id) => one(await exceptions.connectionOf(id)) },
      runs: { noun: 'run', of: ofRun },
      syncs: { noun: 'sync', of: ofRun },
      replays: { noun: 'replay', of: ofRun },
      scans: { noun: 'scan', of: async (id) => one(await scans.connectionOf(id)) },
      channels: { noun: 'channel', of: async (id) => (await channels.find(id))?.filter.connectionIds ?? null },
    };
  }

  /** Nouns whose things belong to connections. */
  get nouns(): readonly string[] {
    return Object.keys(this.#ofNoun);
  }

  /** @throws {DomainError} `<noun>.not_found` of what is named, `api_key.scoped` where nobody can say what a thing belongs to */
  async assertSees({ connections: sees }: Principal, request: FastifyRequest): Promise<void> {
    if (sees === null) return;
    for (const id of namedIn(request)) if (!sees.includes(id)) throw notFound('connection', id);
    const thing = thingOf(request.routeOptions.url ?? '', request.params as Readonly<Record<string, string>>);
    if (thing === null || OF_NO_CONNECTION.some((noun) => noun === thing.noun)) return;
    const known = this.#ofNoun[thing.noun];
    if (known === undefined) throw seesSome();
    const of = await known.of(thing.id);
    if (of === null || of.length === 0 || !of.every((id) => sees.includes(id))) throw notFound(known.noun, thing.id);
  }
}

/** What is asked of everything at once is not for who sees some connections only. */
export function seesSome(): DomainError {
  return new DomainError('api_key.scoped', 'forbidden', 'This is not for a key that sees some connections only.', {
    field: 'Authorization',
    remedy: 'Ask with a key that sees all connections.',
  });
}

/** Connections somebody names for a thing that tells of them: naming none means all, and all is what he sees. */
export function namedBy({ connections }: Principal, ids: readonly string[] = []): readonly string[] {
  return ids.length > 0 ? ids : (connections ?? []);
}

/** The first noun of a path that is followed by an id, which decides for all that is below: `/api/v1/findings/:id/members`. */
export function thingOf(
  template: string,
  params: Readonly<Record<string, string>>,
): { readonly noun: string; readonly id: string } | null {
  const parts = template.split('/');
  const at = parts.findIndex((part) => part.startsWith(':'));
  if (at < 1) return null;
  return { noun: parts[at - 1]!, id: params[parts[at]!.slice(1)] ?? '' };
}

function namedIn({ params, query, body }: FastifyRequest): string[] {
  return [params, query, body].flatMap((part) => {
    const { connectionId, connectionIds } = (part ?? {}) as { connectionId?: unknown; connectionIds?: unknown };
    return [connectionId, connectionIds].flat().filter((each): each is string => typeof each === 'string');
  });
}

function one(id: string | null): readonly string[] | null {
  return id === null ? null : [id];
}

function notFound(noun: string, id: string): DomainError {
  return new DomainError(`${noun}.not_found`, 'not_found', `There is no ${noun} ${id}.`, { field: 'id' });
}
