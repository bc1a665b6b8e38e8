import type { FastifyInstance, FastifyReply } from 'fastify';
import type { LogEvent } from '../log/log-event';
import { ALL_STORY_NAMES, storyNamed } from '../log/stories';
import type { SystemLog } from '../log/system-log';
import { Rng } from '../org/generate/rng';
import { randomChange } from '../org/change/random-change';
import type { Change, SandboxOrg } from '../org/org';
import { parseFault, type FaultSwitch } from './faults';
import type { Traffic } from './traffic';

interface ControlParts {
  readonly org: SandboxOrg;
  readonly log: SystemLog;
  readonly faults: FaultSwitch;
  readonly traffic: Traffic;
}

/** How a test steers the sandbox from outside its process. None of it is Okta's, and none of it is counted. */
export function serveControl(app: FastifyInstance, { org, log, faults, traffic }: ControlParts): void {
  app.get('/__sandbox/manifest', () => org.manifest());
  app.get('/__sandbox/stats', () => traffic.stats());
  app.post('/__sandbox/reset-stats', (_request, reply) => {
    traffic.reset();
    return reply.code(204).send();
  });
  app.get('/__sandbox/faults', () => faults.list());
  app.delete('/__sandbox/faults', (_request, reply) => {
    faults.clear();
    return reply.code(204).send();
  });
  app.post('/__sandbox/faults', (request, reply) =>
    guarded(reply, () => {
      const wanted = Array.isArray(request.body) ? request.body : [request.body];
      for (const fault of wanted.map(parseFault)) faults.add(fault);
      return faults.list();
    }),
  );
  app.post('/__sandbox/mutate', (request, reply) =>
    guarded(reply, () => {
      const changes = Array.isArray(request.body) ? request.body : [request.body];
      for (const change of changes) org.mutate(parseChange(change));
      return { changed: changes.length };
    }),
  );
  app.post('/__sandbox/random-changes', (request, reply) =>
    guarded(reply, () => {
      const { count = 1, seed = 'changes' } = (request.body ?? {}) as { count?: number; seed?: string };
      const rng = new Rng(seed);
      return Array.from({ length: count }, () => {
        const change = randomChange(org, rng);
        org.mutate(change);
        return change;
      });
    }),
  );
  serveLogControl(app, log);
}

function serveLogControl(app: FastifyInstance, log: SystemLog): void {
  app.get('/__sandbox/log/stories', () => ALL_STORY_NAMES);
  app.post('/__sandbox/log/append', (request, reply) =>
    guarded(reply, () => {
      const events = Array.isArray(request.body) ? request.body : [request.body];
      return { appended: log.append(events as LogEvent[]) };
    }),
  );
  app.post('/__sandbox/log/play', (request, reply) =>
    guarded(reply, () => {
      const { story, ...options } = (request.body ?? {}) as PlayBody;
      if (story === undefined || storyNamed(story) === undefined) {
        throw new Error(`story: one of ${ALL_STORY_NAMES.join(', ')}`);
      }
      const at = options.at === undefined ? undefined : Date.parse(options.at);
      if (at !== undefined && Number.isNaN(at)) throw new Error('at: an instant');
      return log
        .play(story, { ...options, at })
        .map(({ uuid, eventType, published }) => ({ uuid, eventType, published }));
    }),
  );
  app.post('/__sandbox/log/repeat', (request, reply) =>
    guarded(reply, () => ({ appended: log.repeat((request.body as { count?: number } | null)?.count ?? 100) })),
  );
  app.post('/__sandbox/log/restore', (request, reply) =>
    guarded(reply, () => {
      const instant = Date.parse((request.body as { to?: string } | null)?.to ?? '');
      if (Number.isNaN(instant)) throw new Error('to: an instant');
      log.restore(instant);
      return { to: new Date(instant).toISOString() };
    }),
  );
  app.post('/__sandbox/log/expire-cursors', (_request, reply) => {
    log.expireCursors();
    return reply.code(204).send();
  });
}

interface PlayBody {
  readonly story?: string;
  /** ISO 8601; without it the story ends now. */
  readonly at?: string;
  readonly seed?: string;
  readonly lookAlike?: boolean;
}

function guarded(reply: FastifyReply, work: () => unknown): unknown {
  try {
    return work();
  } catch (cause) {
    return reply.code(400).send({ error: cause instanceof Error ? cause.message : String(cause) });
  }
}

function parseChange(value: unknown): Change {
  const change = value as Partial<Change> | null;
  const op = change?.op;
  if (op !== 'add' && op !== 'patch' && op !== 'remove') throw new Error('op: one of add, patch, remove');
  if (typeof change?.collection !== 'string') throw new Error('collection: the name of a collection');
  return change as Change;
}
