import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * Receivers that keep nothing but when something came, in milliseconds since 1970: `live` that answer at once and one that
 * never does. Prints where they listen. `GET` of `times` gives when what came to each that is live, `DELETE` forgets it.
 */
async function main(live: number): Promise<void> {
  const times: number[][] = Array.from({ length: live }, () => []);
  const servers = times.map((own) =>
    createServer((request, response) => {
      request.resume().once('end', () => {
        own.push(performance.timeOrigin + performance.now());
        response.writeHead(204).end();
      });
    }),
  );
  const dead = createServer((request) => void request.resume());
  const control = createServer((request, response) => answered(request, response, times));
  const urls = await Promise.all([...servers, dead, control].map(listening));
  const said = { live: urls.slice(0, live), dead: urls[live], times: urls[live + 1] };
  process.stdout.write(`${JSON.stringify(said)}\n`);
}

function answered({ method }: IncomingMessage, response: ServerResponse, times: readonly number[][]): void {
  if (method === 'DELETE') for (const each of times) each.length = 0;
  response.end(JSON.stringify(times));
}

async function listening(server: Server): Promise<string> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/in`;
}

void main(Number(process.argv[2]));
