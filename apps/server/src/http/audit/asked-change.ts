import { Injectable } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '@posture/domain';
import type { AskedChange, AuditTarget } from '@posture/operators';
import { shownFields } from './shown-fields';
import type { BodySchema, Schemas } from './shown-fields';

const CHANGING = ['post', 'put', 'patch', 'delete'] as const;

interface Route {
  readonly action: string;
  readonly body: BodySchema | null;
}

/** What a request asks to change, from what the API's description says of its route. */
@Injectable()
export class AskedChanges {
  #routes: ReadonlyMap<string, Route> = new Map();
  #schemas: Schemas = {};

  /** Once the application is built. */
  learn(document: OpenAPIObject): void {
    this.#schemas = (document.components?.schemas ?? {}) as Schemas;
    this.#routes = new Map(
      Object.entries(document.paths).flatMap(([address, path]) =>
        CHANGING.flatMap((method) => {
          const operation = path[method];
          if (operation === undefined) return [];
          const { operationId = method, requestBody } = operation;
          const template = address.replace(/\{([^}]+)\}/g, ':$1');
          return [[`${method} ${template}`, { action: actionOf(operationId), body: bodyOf(requestBody) }] as const];
        }),
      ),
    );
  }

  /** null when it changes nothing. */
  of(request: FastifyRequest, actor: Actor): AskedChange | null {
    const { method, ip, headers, id, routeOptions, body } = request;
    const template = routeOptions.url ?? '';
    const route = this.#routes.get(`${method.toLowerCase()} ${template}`);
    if (route === undefined) return null;
    const { action } = route;
    const params = request.params as Readonly<Record<string, string>>;
    const fields = route.body === null ? {} : shownFields(body, route.body, this.#schemas);
    return {
      actor,
      address: ip,
      userAgent: headers['user-agent']?.slice(0, 200) ?? null,
      action,
      target: targetOf(template, params, action, text(fields['name'])),
      connectionId: connectionOf(template, params) ?? text(fields['connectionId']),
      fields,
      reason: text(fields['reason']),
      requestId: id,
    };
  }
}

/** `rotateChannelSecret` is `channel_secret.rotate`: what is done comes first in the one, what it is done to in the other. */
export function actionOf(operationId: string): string {
  const [verb = '', ...noun] = operationId.split(/(?=[A-Z])/).map((word) => word.toLowerCase());
  return noun.length === 0 ? `request.${verb}` : `${noun.join('_')}.${verb}`;
}

/** What the answer says it became: the id of what was made, and the connection it belongs to. */
export function becameOf(
  { target, connectionId }: AskedChange,
  answer: unknown,
): { readonly target: AuditTarget; readonly connectionId: string | null } {
  const told = [answer, ...Object.values((answer ?? {}) as object)].filter(isTold);
  const made = told.find(({ id }) => typeof id === 'string');
  const of = told.find((each) => typeof each.connectionId === 'string')?.connectionId;
  return {
    target: {
      type: target.type,
      id: target.id ?? text(made?.id),
      name: target.name ?? (target.id === null || made?.id === target.id ? text(made?.name) : null),
    },
    connectionId: connectionId ?? text(of),
  };
}

function isTold(
  part: unknown,
): part is { readonly id?: unknown; readonly name?: unknown; readonly connectionId?: unknown } {
  return typeof part === 'object' && part !== null && !Array.isArray(part);
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function bodyOf(requestBody: unknown): BodySchema | null {
  const content = (requestBody as { content?: Record<string, { schema?: BodySchema }> } | undefined)?.content;
  return Object.values(content ?? {})[0]?.schema ?? null;
}

/** The last thing a path names; what a route makes is named by the action. */
function targetOf(
  template: string,
  params: Readonly<Record<string, string>>,
  action: string,
  name: string | null,
): AuditTarget {
  const parts = template.split('/');
  const at = parts.lastIndexOf(parts.filter((part) => part.startsWith(':')).at(-1) ?? ' ');
  if (at < 1) return { type: action.split('.')[0]!, id: null, name };
  return { type: singular(parts[at - 1]!), id: params[parts[at]!.slice(1)] ?? null, name };
}

function connectionOf(template: string, params: Readonly<Record<string, string>>): string | null {
  if (params['connectionId'] !== undefined) return params['connectionId'];
  return /\/connections\/:id(\/|$)/.test(template) ? (params['id'] ?? null) : null;
}

function singular(noun: string): string {
  return noun.replaceAll('-', '_').replace(/ies$/, 'y').replace(/s$/, '');
}
