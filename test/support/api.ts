import { randomUUID } from 'node:crypto';
import Ajv2020 from 'ajv/dist/2020';
import type { ValidateFunction } from 'ajv';
import request from 'supertest';
import type { Response, Test } from 'supertest';
import type { OpenAPIObject } from '@nestjs/swagger';

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
type Schema = { [name: string]: Json };

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

export interface ApiCall {
  readonly body?: unknown;
  /** null sends no key. */
  readonly key?: string | null;
  /** null leaves out what would be sent. */
  readonly headers?: Readonly<Record<string, string | null>>;
}

/**
 * A client of the server under test that holds every answer against the API's own description: status, media type and
 * body, with no field that is not described.
 */
export class TestApi {
  /** All answers so far, as text. */
  readonly answers: string[] = [];
  readonly #ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
  readonly #compiled = new Map<string, ValidateFunction>();
  /** Operation ids that were called with success. */
  readonly called = new Set<string>();

  constructor(
    private readonly app: { getHttpServer(): Parameters<typeof request>[0] },
    readonly document: OpenAPIObject,
    /** Sent with every call that brings none. */
    public key: string,
    /** Whether a key is sent wherever one may be. */
    private readonly asksOnce = false,
  ) {
    this.#ajv.addSchema(closed(document as unknown as Json) as Schema, 'api');
  }

  get(path: string, call: ApiCall = {}): Promise<Response> {
    return this.call('get', path, call);
  }

  post(path: string, body?: unknown, call: ApiCall = {}): Promise<Response> {
    return this.call('post', path, { ...call, body });
  }

  /** A change of a versioned resource as it is now: reads its ETag first. */
  async change(method: 'patch' | 'delete', path: string, body?: unknown): Promise<Response> {
    const { headers } = await this.get(path);
    return this.call(method, path, { body, headers: { 'if-match': String(headers['etag']) } });
  }

  /** All rows of a list, asked for page by page. */
  async all(path: string, limit: number): Promise<unknown[]> {
    const rows: unknown[] = [];
    const query = `${path}${path.includes('?') ? '&' : '?'}limit=${limit}`;
    for (let cursor: string | null = ''; cursor !== null;) {
      const { status, body }: Response = await this.get(cursor === '' ? query : `${query}&cursor=${cursor}`);
      expect(status).toBe(200);
      rows.push(...body.data);
      cursor = body.page.nextCursor;
    }
    return rows;
  }

  async call(method: Method, path: string, call: ApiCall = {}): Promise<Response> {
    const key = call.key === undefined ? this.key : call.key;
    const headers = { ...this.#keyOf(method, path), ...call.headers };
    const response = await this.ask(method, () => {
      let test = request(this.app.getHttpServer())[method](addressOf(path));
      if (key !== null) test = test.set('authorization', `Bearer ${key}`);
      for (const [name, value] of Object.entries(headers)) if (value !== null) test = test.set(name, value);
      return call.body === undefined ? test : test.send(call.body as object);
    });
    // Tests ask as fast as they can, and wait as they are told.
    if (response.status === 429 && response.body.code === 'rate_limit.exceeded') {
      await new Promise((resolve) => setTimeout(resolve, Number(response.headers['retry-after']) * 1_000));
      return this.call(method, path, call);
    }
    this.answers.push(JSON.stringify(response.headers), response.text ?? '');
    this.#hold(method, path, response);
    return response;
  }

  /** @param send the request, made anew at every call: a client of several servers asks another when one is gone */
  protected async ask(_method: Method, send: () => Test): Promise<Response> {
    return send();
  }

  /** What is to be done once is asked for under a new key each time, unless a test brings its own. */
  #keyOf(method: string, path: string): Record<string, string> {
    const parameters = this.#operation(method, addressOf(path.split('?')[0]!))?.operation.parameters ?? [];
    const once = parameters.find(({ name }) => name === 'Idempotency-Key');
    return once !== undefined && (once.required === true || this.asksOnce) ? { 'idempotency-key': randomUUID() } : {};
  }

  #hold(method: string, path: string, response: Response): void {
    expect(response.headers['cache-control']).toBe('no-store');
    const found = this.#operation(method, addressOf(path.split('?')[0]!));
    if (found === null) {
      expect([response.status, response.type]).toEqual([404, 'application/problem+json']);
      return;
    }
    const { pointer, operation } = found;
    const documented = operation.responses[String(response.status)] as { content?: Record<string, object> } | undefined;
    if (documented === undefined)
      throw new Error(`${method} ${path} answered ${response.status}, which is not described`);
    if (response.status < 400) this.called.add(operation.operationId);
    if (response.status === 202) expect(response.headers['location']).toMatch(/^\/api\/v1\//);
    const types = Object.keys(documented.content ?? {});
    if (types.length === 0) return expect(response.text).toBe('');
    expect(types).toContain(response.type);
    const schema = `api#${pointer}/responses/${response.status}/content/${escaped(response.type)}/schema`;
    // Events are no one document; whoever watches looks into each.
    if (response.type === 'text/event-stream') return;
    let validate = this.#compiled.get(schema);
    if (validate === undefined) this.#compiled.set(schema, (validate = this.#ajv.compile({ $ref: schema })));
    const isJson = response.type.endsWith('json') && !response.type.endsWith('ndjson');
    const body: unknown = isJson ? JSON.parse(response.text) : response.text;
    if (!validate(body))
      throw new Error(`${method} ${path} answered otherwise than described: ${this.#ajv.errorsText(validate.errors)}`);
  }

  #operation(method: string, path: string) {
    for (const [template, item] of Object.entries(this.document.paths)) {
      const pattern = new RegExp(`^${template.replace(/\{[^}]+\}/g, '[^/]+')}$`);
      const operation = (item as unknown as Record<string, Operation>)[method];
      if (operation !== undefined && pattern.test(path))
        return { operation, pointer: `/paths/${escaped(template)}/${method}` };
    }
    return null;
  }
}

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly { readonly name: string; readonly required?: boolean }[];
  readonly responses: Readonly<Record<string, unknown>>;
}

/** Probes know no version of an API. */
function addressOf(path: string): string {
  return path === '/healthz' || path === '/readyz' ? path : `/api/v1${path}`;
}

function escaped(name: string): string {
  return encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'));
}

/** The same description with every described object closed to other fields. */
function closed(value: Json): Json {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== 'object' || value === null) return value;
  const copy = Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, closed(inner)])) as Schema;
  const isObject = copy['type'] === 'object' && typeof copy['properties'] === 'object';
  return isObject && copy['additionalProperties'] === undefined ? { ...copy, additionalProperties: false } : copy;
}
