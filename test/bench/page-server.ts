import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { request } from 'undici';

interface Page {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: Buffer;
}

/** Headers a reader looks at; lengths and connections are the server's own business. */
const KEPT = ['content-type', 'link', 'www-authenticate'];

/**
 * Stands before an org, keeps each page it passes on and serves it from memory from then on: what is measured is who
 * reads, not how an org makes its pages. `GET /__pages` lists what was kept. Prints its URL; ends with its parent.
 */
async function main(org: string): Promise<void> {
  const pages = new Map<string, Page>();
  let own = '';
  const fetchPage = async (path: string, authorization: string | undefined): Promise<Page> => {
    const answer = await request(`${org}${path}`, { headers: authorization === undefined ? {} : { authorization } });
    const here = (text: string): string => text.replaceAll(org, own);
    const headers = Object.entries(answer.headers).flatMap(([name, value]) =>
      value === undefined || !KEPT.includes(name) ? [] : [[name, Array.isArray(value) ? value.map(here) : here(value)]],
    );
    return {
      status: answer.statusCode,
      headers: Object.fromEntries(headers) as Page['headers'],
      body: Buffer.from(here(await answer.body.text())),
    };
  };
  const server = createServer((incoming, response) => {
    const path = incoming.url ?? '/';
    const send = ({ status, headers, body }: Page): void => {
      response.writeHead(status, { ...headers, 'content-length': body.length }).end(body);
    };
    const kept = pages.get(path);
    if (kept !== undefined) return send(kept);
    if (path === '/__pages') return void response.end(JSON.stringify([...pages.keys()]));
    fetchPage(path, incoming.headers.authorization).then(
      (page) => {
        pages.set(path, page);
        send(page);
      },
      (error: unknown) => response.writeHead(502).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  own = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  process.stdout.write(`${JSON.stringify({ url: own })}\n`);
}

void main(process.argv[2] ?? '');
