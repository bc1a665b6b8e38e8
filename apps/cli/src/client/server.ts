import createClient from 'openapi-fetch';
import type { Client } from 'openapi-fetch';
import { DomainError } from '@posture/domain';
import type { components, paths } from './api';
import { askServer, unlike } from './ask-server';
import type { Plain } from './plain';
import type { ServerAddress } from './server-address';

/** Whatever a server is asked and answers, by its description: nothing else compiles. */
export type Server = Client<paths>;

/** Bodies of requests and answers by their names in the description. */
export type Bodies = components['schemas'];

/** As many rows as a page may have. */
const PAGE = 200;

export function openServer({ url, key }: ServerAddress): Server {
  return createClient<paths>({
    baseUrl: url,
    headers: { authorization: `Bearer ${key.reveal()}`, 'user-agent': 'posture-cli/0.1.0' },
    querySerializer: { array: { style: 'form', explode: false } },
    fetch: (request) => askServer(request),
  });
}

interface Answered<Body> {
  readonly data?: Body;
  readonly response: Response;
}

/** The body of an answer. @throws {DomainError} `server.unlike` when there is none, or it cannot be read */
export async function bodyOf<Body>(answer: Promise<Answered<Body>>): Promise<Plain<Body>> {
  return (await whole(answer)).data as Plain<Body>;
}

/** The body of an answer, and the version a change is to be made of. @throws as `bodyOf` */
export async function versionOf<Body>(
  answer: Promise<Answered<Body>>,
): Promise<{ readonly body: Plain<Body>; readonly ifMatch: string }> {
  const { data, response } = await whole(answer);
  const ifMatch = response.headers.get('etag');
  if (ifMatch === null) throw unlike('no ETag');
  return { body: data as Plain<Body>, ifMatch };
}

/** Of what is answered without a body. @throws as `bodyOf` */
export async function doneBy(answer: Promise<Answered<unknown>>): Promise<void> {
  await answer;
}

/** A file that may be long, as it comes. @throws as `bodyOf` */
export async function fileOf(
  answer: Promise<Answered<ReadableStream<Uint8Array> | null>>,
): Promise<AsyncIterable<Uint8Array>> {
  return (await whole(answer)).data;
}

interface PageOf<Row> {
  readonly data: readonly Row[];
  readonly page: { readonly nextCursor?: string | null };
}

/** Rows of a list, page after page. @param most so many at most; left out: all */
export async function rowsOf<Row>(
  ask: (page: { readonly limit: number; readonly cursor?: string }) => Promise<Answered<PageOf<Row>>>,
  most = Number.POSITIVE_INFINITY,
): Promise<readonly Plain<Row>[]> {
  const rows: Row[] = [];
  for (let cursor: string | undefined; ;) {
    const { data, page } = (await whole(ask({ limit: Math.min(PAGE, most - rows.length), cursor }))).data;
    rows.push(...data);
    const next = page.nextCursor ?? null;
    if (next === null || rows.length >= most) return rows.slice(0, most) as readonly Plain<Row>[];
    cursor = next;
  }
}

/** Waits for an answer with its body, which may break off. */
async function whole<Body>(answer: Promise<Answered<Body>>) {
  const { data, response } = await answer.catch((error: unknown) => {
    throw error instanceof DomainError ? error : unlike(error instanceof Error ? error.message : 'no JSON', error);
  });
  if (data === undefined || data === null) throw unlike('no body');
  return { data, response };
}
