import type { FastifyReply } from 'fastify';
import { EmptyRefusal, OktaError, oktaError, type PlainCode } from './okta-error';

export type Headers = Readonly<Record<string, string | string[]>>;

export interface Sendable {
  readonly status: number;
  readonly body: string;
  readonly headers: Headers;
}

export function json(status: number, body: string, headers: Sendable['headers'] = {}): Sendable {
  return { status, body, headers: { 'content-type': 'application/json', ...headers } };
}

export function refusal(cause: unknown): Sendable {
  if (cause instanceof EmptyRefusal) return { status: cause.status, body: '', headers: cause.headers };
  const error = cause instanceof OktaError ? cause : oktaError('E0000009');
  return json(error.status, JSON.stringify(error.body()), error.headers);
}

const PLAIN_BY_STATUS: Readonly<Record<number, PlainCode>> = {
  400: 'E0000001',
  401: 'E0000011',
  403: 'E0000006',
  404: 'E0000008',
  429: 'E0000047',
  503: 'E0000010',
};

/** Failures in front of Okta's servers come as the gateway's HTML. */
export function statusAnswer(status: number): Sendable {
  if (status === 502 || status === 504) {
    const title = status === 502 ? '502 Bad Gateway' : '504 Gateway Time-out';
    const body = `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n</body>\r\n</html>\r\n`;
    return { status, body, headers: { 'content-type': 'text/html' } };
  }
  const error = oktaError(PLAIN_BY_STATUS[status] ?? 'E0000009');
  return json(status, JSON.stringify(error.body()));
}

/** What a debugging proxy, or an org in distress, makes of a request: its credential wherever an error has room. */
export function echoAnswer(status: number, credential: string): Sendable {
  const value = credential.slice(credential.indexOf(' ') + 1);
  const said = `Cannot serve the request with Authorization: ${credential}`;
  const body = {
    ...{ errorCode: value, errorSummary: said, errorLink: value, errorId: value },
    ...{ errorCauses: [{ errorSummary: said }], error: value, error_description: said },
  };
  const challenge = `Bearer realm="${value}", scope="${value}", error="insufficient_scope", error_description="${said}"`;
  return json(status, JSON.stringify(body), { 'www-authenticate': challenge, 'x-okta-request-id': value });
}

export function breakOff(reply: FastifyReply): FastifyReply {
  reply.hijack();
  reply.raw.socket?.resetAndDestroy();
  return reply;
}

export function cutOff(reply: FastifyReply, { status, body }: Sendable, headers: Headers): FastifyReply {
  reply.hijack();
  const bytes = Buffer.from(body);
  reply.raw.writeHead(status, { ...headers, 'content-length': bytes.length });
  reply.raw.write(bytes.subarray(0, bytes.length >> 1), () => reply.raw.socket?.resetAndDestroy());
  return reply;
}

export function halfOf(text: string): string {
  return text.slice(0, text.length >> 1);
}
