import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { OpenAPIObject } from '@nestjs/swagger';
import { apiDescription } from '../../apps/server/src/create-server';
import { breaksBetween } from '../support/api-breaks';
import type { Description } from '../support/api-breaks';
import { ROOT, read, tableRows } from '../support/documents';

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

interface Operation {
  readonly operationId?: string;
  readonly responses: Readonly<Record<string, { readonly content?: object }>>;
}

/** Its refusal says how each check went, for whoever starts processes. */
const OWN_REFUSAL = 'getReadiness 503';
/** Documents a flow publishes under a schema of its own stand in the description as they are there. */
const PUBLISHED = /^\/paths\/[^ ]*scans\/\{id\}\/get\/|^\/components\/schemas\/\w+\/properties\/report\//;

describe('The description of the API', () => {
  let document: OpenAPIObject;
  let operations: Operation[];

  beforeAll(async () => {
    document = await apiDescription();
    operations = Object.values(document.paths).flatMap((item) => Object.values(item as object) as Operation[]);
  });

  it('has no fault by the rules Redocly recommends', () => {
    expect(faultsOf(document)).toEqual([]);
  });

  it('has no route without a name of its own, and every refusal is a problem', () => {
    const names = operations.map(({ operationId }) => operationId);
    expect(names.filter((name) => name === undefined)).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
    const otherwise = operations.flatMap(({ operationId, responses }) =>
      Object.entries(responses)
        .filter(([status]) => Number(status) >= 400)
        .filter(([, { content }]) => Object.keys(content ?? {}).join() !== 'application/problem+json')
        .map(([status]) => `${operationId} ${status}`),
    );
    expect(otherwise).toEqual([OWN_REFUSAL]);
  });

  it('says of all that goes on after its answer where to look', () => {
    const accepted = operations.flatMap(({ responses }) => (responses['202'] === undefined ? [] : [responses['202']]));
    expect(accepted.length).toBeGreaterThan(4);
    for (const answer of accepted) expect(answer).toHaveProperty('headers.Location.required', true);
  });

  it('names every choice of values, so that a client has a type for it', () => {
    expect(namelessChoices(document as unknown as Json)).toEqual([]);
  });

  it('breaks nothing of the last release but what docs/api-breaks.md says', () => {
    const released = JSON.parse(read('docs/reference/openapi.released.json')) as Description;
    const accepted = tableRows(read('docs/api-breaks.md')).map(([what]) => what!.replaceAll('`', ''));

    expect(breaksBetween(released, JSON.parse(JSON.stringify(document)) as Description)).toEqual(accepted.sort());
  });

  it('is found at fault when a route has no name, an address no parameter, or a reference no end', () => {
    const route = { get: { responses: { 200: { $ref: '#/components/responses/Nowhere' } } } };
    const planted = { ...document, paths: { ...document.paths, '/api/v1/planted/{id}': route } };
    const faults = faultsOf(planted);
    for (const rule of ['operation-operationId', 'path-parameters-defined', 'no-unresolved-refs'])
      expect(faults.filter((fault) => fault.startsWith(rule))).not.toEqual([]);
  });
});

describe('A break between two descriptions', () => {
  const base = (): Description => ({
    paths: {
      '/things': {
        get: {
          parameters: [{ name: 'kind', in: 'query', schema: { enum: ['a', 'b'] } }],
          responses: { 200: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } } } },
        },
        post: {
          requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/NewThing' } } } },
          responses: { 201: {} },
        },
      },
    },
    components: {
      schemas: {
        Thing: {
          type: 'object',
          required: ['id', 'kind'],
          properties: {
            id: { type: 'string' },
            kind: { type: 'string', enum: ['a', 'b'] },
            parts: { type: 'array', items: { $ref: '#/components/schemas/Thing' } },
          },
        },
        NewThing: {
          type: 'object',
          required: ['name'],
          properties: {
            name: { type: 'string', maxLength: 10 },
            kind: { type: ['string', 'null'], enum: ['a', 'b', null] },
          },
        },
      },
    },
  });

  it.each<[what: string, change: Record<string, Json | undefined>, told: string[]]>([
    [
      'a new route, field and value of an answer',
      {
        'paths /others': { get: { responses: { 200: {} } } },
        'components schemas Thing properties more': { type: 'string' },
        'components schemas Thing required': ['id', 'kind', 'more'],
        'components schemas Thing properties kind enum': ['a', 'b', 'c'],
      },
      [],
    ],
    ['a route that is gone', { 'paths /things post': undefined }, ['POST /things is gone']],
    [
      'a field that is gone',
      { 'components schemas Thing properties kind': undefined },
      ['GET /things: kind of the answer is gone'],
    ],
    [
      'a field that may be missing',
      { 'components schemas Thing required': ['id'] },
      ['GET /things: kind of the answer may be missing now'],
    ],
    [
      'a field that may be null',
      { 'components schemas Thing properties id type': ['string', 'null'] },
      ['GET /things: id of the answer may be null now'],
    ],
    [
      'an input that is needed',
      { 'components schemas NewThing required': ['name', 'kind'] },
      ['POST /things: kind of the body is needed now'],
    ],
    [
      'an input that may no more be null',
      { 'components schemas NewThing properties kind type': 'string' },
      ['POST /things: kind of the body may be null no more'],
    ],
    [
      'a value that is refused',
      { 'paths /things get parameters 0 schema enum': ['a'] },
      ['GET /things: the query parameter kind may be b no more'],
    ],
    [
      'a shorter text',
      { 'components schemas NewThing properties name maxLength': 5 },
      ['POST /things: name of the body has another maxLength: 5'],
    ],
    [
      'a parameter that is needed',
      { 'paths /things post parameters': [{ name: 'If-Match', in: 'header', required: true }] },
      ['POST /things: needs the header parameter If-Match'],
    ],
    ['another status', { 'paths /things post responses': { 202: {} } }, ['POST /things: answers 201 no more']],
  ])('is told for %s', (_what, change, told) => {
    const after = base() as unknown as Json;
    for (const [place, value] of Object.entries(change)) put(after, place.split(' '), value);
    expect(breaksBetween(base(), after as unknown as Description)).toEqual(told);
  });
});

/** @param value undefined: takes away what is there */
function put(at: Json, [name, ...others]: readonly string[], value: Json | undefined): void {
  const part = at as { [name: string]: Json };
  if (others.length > 0) put(part[name!]!, others, value);
  else if (value === undefined) delete part[name!];
  else part[name!] = value;
}

/** By a process of its own: the library is an ES module only. */
function faultsOf(document: unknown): string[] {
  const { stdout, stderr, status } = spawnSync(process.execPath, [join(ROOT, 'scripts/api-faults.cjs')], {
    input: JSON.stringify(document),
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as string[];
}

/** Places where several values are listed without a schema of their own. */
function namelessChoices(value: Json, at = ''): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.entries(value).flatMap(([name, part]) => namelessChoices(part, `${at}/${name}`));
  const choice = Array.isArray(value) ? undefined : value['enum'];
  const isOne = Array.isArray(choice) && choice.filter((each) => each !== null).length > 1;
  const isNamed = /^\/components\/schemas\/\w+$/.test(at) || PUBLISHED.test(at);
  return isOne && !isNamed ? [at, ...inner] : inner;
}
