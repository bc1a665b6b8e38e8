import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Stands before a server on this machine and writes down what it is asked. */
export interface RequestLog {
  readonly url: string;
  /** `GET /path?query`, in the order of asking. */
  readonly requests: readonly string[];
  /** Called with each request before it goes on. */
  onRequest: (line: string) => void;
  stop(): Promise<void>;
}

/** @param target origin of the server, http only */
export async function startRequestLog(target: string): Promise<RequestLog> {
  const requests: string[] = [];
  const server = createServer((asked, answer) => {
    const line = `${asked.method} ${asked.url}`;
    requests.push(line);
    log.onRequest(line);
    const { hostname, port } = new URL(target);
    const { method, url: path, headers } = asked;
    const onward = request({ hostname, port, method, path, headers }, (came) => {
      answer.writeHead(came.statusCode ?? 502, came.headers);
      came.pipe(answer);
    });
    onward.on('error', () => answer.destroy());
    asked.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const log: RequestLog = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    onRequest: () => undefined,
    stop: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  return log;
}
