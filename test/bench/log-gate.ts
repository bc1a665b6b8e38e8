import { createServer, request } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Stands before an org and notes when a page of its log with a given event was answered. */
export interface LogGate {
  /** Where the org is asked at instead. */
  readonly url: string;
  /** By `performance.now()`; null as long as no page held the event. */
  answeredAt(eventId: string): number | null;
  stop(): Promise<void>;
}

export async function openLogGate(org: string): Promise<LogGate> {
  const pages: { readonly text: string; readonly at: number }[] = [];
  const server = createServer((asked, answer) => {
    const passed = request(`${org}${asked.url}`, { method: asked.method, headers: asked.headers }, (given) => {
      void pass(given, answer).then((text) => {
        if (asked.url?.startsWith('/api/v1/logs') === true && text.length > 2)
          pages.push({ text, at: performance.now() });
      });
    });
    passed.once('error', () => answer.destroy());
    asked.pipe(passed);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answeredAt: (eventId) => pages.find(({ text }) => text.includes(eventId))?.at ?? null,
    stop: () => new Promise((resolve) => server.close(() => resolve()).closeAllConnections()),
  };
}

async function pass(given: IncomingMessage, answer: ServerResponse): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of given) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  answer.writeHead(given.statusCode ?? 502, given.headers).end(body);
  return given.headers['content-encoding'] === undefined ? body.toString() : '';
}
