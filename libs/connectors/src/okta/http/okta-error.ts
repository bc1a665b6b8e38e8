import { DomainError } from '@posture/domain';
import type { ErrorKind } from '@posture/domain';
import { firstOf } from './rate-limit-headers';
import type { WireAnswer } from './wire-exchange';

/** What a refusal means for the read that met it. */
export type OktaRefusal =
  | 'credential_refused'
  | 'scope_missing'
  | 'role_missing'
  | 'feature_missing'
  | 'not_found'
  | 'path_unknown'
  | 'cursor_refused'
  | 'request_refused'
  | 'session_refused'
  | 'outside_network'
  | 'edge_refused'
  | 'rate_limited'
  | 'unavailable'
  | 'answer_invalid'
  | 'link_refused'
  | 'page_loop'
  | 'redirected'
  | 'unreachable';

const KINDS: Readonly<Record<OktaRefusal, ErrorKind>> = {
  credential_refused: 'credential_refused',
  scope_missing: 'refused',
  role_missing: 'refused',
  feature_missing: 'unavailable',
  not_found: 'refused',
  path_unknown: 'refused',
  cursor_refused: 'upstream',
  request_refused: 'upstream',
  session_refused: 'credential_refused',
  outside_network: 'credential_refused',
  edge_refused: 'upstream',
  rate_limited: 'upstream',
  unavailable: 'upstream',
  answer_invalid: 'upstream',
  link_refused: 'upstream',
  page_loop: 'upstream',
  redirected: 'upstream',
  unreachable: 'upstream',
};

export interface OktaErrorFacts {
  /** 0 when no answer came. */
  readonly status: number;
  /** `E0000006` and the like; null when Okta gave none. */
  readonly errorCode: string | null;
  /** The OAuth scope Okta named as missing. */
  readonly missing: string | null;
  /** Okta support asks for it. */
  readonly requestId: string | null;
}

/** A read that Okta, or the way to it, refused. The code is `okta.` and the refusal. */
export class OktaError extends DomainError {
  constructor(
    readonly refusal: OktaRefusal,
    message: string,
    readonly facts: OktaErrorFacts = { status: 0, errorCode: null, missing: null, requestId: null },
    options: { remedy?: string; field?: string; cause?: unknown } = {},
  ) {
    super(`okta.${refusal}`, KINDS[refusal], message, { ...options, details: { ...facts } });
    this.name = 'OktaError';
  }
}

/**
 * The refusal an answer that is no 2xx stands for. Only `errorCode` is stable; summaries are never interpreted. What
 * carries no code of Okta's says nothing about the credential, its rights or the edition: something on the way answered.
 */
export function refusalOf(answer: WireAnswer, endpoint: string): OktaError {
  const { errorCode, named, summary } = errorBody(answer.text);
  const challenge = firstOf(answer.headers['www-authenticate']) ?? '';
  const scope = /\bscope="(okta\.[A-Za-z.]{1,80})"/.exec(challenge)?.[1] ?? null;
  const facts: OktaErrorFacts = {
    status: answer.status,
    errorCode,
    missing: null,
    requestId: requestIdOf(answer),
  };
  const make = (refusal: OktaRefusal, message: string, remedy?: string, missing: string | null = null): OktaError =>
    new OktaError(refusal, message, { ...facts, missing }, { remedy });
  const said = [errorCode, summary].filter((part) => part !== null).join(' ');

  if (answer.status >= 300 && answer.status < 400) {
    return make(
      'redirected',
      `Okta sent ${endpoint} elsewhere (HTTP ${answer.status}).`,
      'Use the domain the org redirects to.',
    );
  }
  const fromEdge = (): OktaError =>
    make(
      'edge_refused',
      `Something between here and Okta refused ${endpoint} (HTTP ${answer.status}${HTML.test(answer.text) ? ', a web page' : ', without a word of why'}).`,
      "See whether a proxy or firewall on the way, or a rule of the org's own edge, refuses this machine; rights in Okta are not the matter.",
    );
  if (answer.status < 500 && HTML.test(answer.text)) return fromEdge();
  if (answer.status === 401) {
    if (errorCode === 'E0000015') {
      return make('feature_missing', `This Okta edition does not include ${endpoint}.`);
    }
    return make(
      'credential_refused',
      'Okta rejects the credential: it was revoked, expired, unused for 30 days, belongs to another org, or its owner was deactivated.',
      'Create a new API token or key pair in this org and connect again.',
    );
  }
  if (answer.status === 403) {
    if (challenge.includes('insufficient_scope')) {
      return make(
        'scope_missing',
        `The OAuth scope ${scope ?? 'for this endpoint'} is not granted.`,
        `Grant the scope ${scope ?? ''} to the app under "Okta API Scopes" in the Admin Console.`.replace('  ', ' '),
        scope,
      );
    }
    if (errorCode === 'E0000005') {
      return make(
        'session_refused',
        `Okta refused the session for ${endpoint}.`,
        'Try again; if it stays, create a new credential in this org and connect again.',
      );
    }
    if (errorCode === 'E0000015') return make('feature_missing', `This Okta edition does not include ${endpoint}.`);
    if (errorCode === 'E0000006') return make('role_missing', `The credential's admin role may not read ${endpoint}.`);
    return named ? make('request_refused', `Okta refused ${endpoint} (HTTP 403, ${said}).`) : fromEdge();
  }
  if (answer.status === 410) return make('not_found', `The object of ${endpoint} is gone.`);
  if (answer.status === 404 || answer.status === 405 || answer.status === 501) {
    const unknownPath = answer.status !== 404 || errorCode === 'E0000008' || errorCode === 'E0000022' || !named;
    return unknownPath
      ? make('path_unknown', `This org does not know ${endpoint}.`)
      : make('not_found', `Okta does not find the object of ${endpoint}.`);
  }
  if (answer.status === 429) {
    return make(
      'rate_limited',
      `Okta kept refusing ${endpoint} for its rate limit.`,
      'Wait, or raise the principal rate limit of the credential in the Admin Console.',
    );
  }
  if (answer.status >= 500) {
    return make(
      'unavailable',
      `Okta failed to answer ${endpoint} (HTTP ${answer.status}).`,
      'Try again later; what was read so far is kept. Okta tells of incidents on its status page.',
    );
  }
  if (errorCode === 'E0000029') return make('cursor_refused', `Okta no longer accepts the page of ${endpoint}.`);
  return make('request_refused', `Okta refused ${endpoint} (HTTP ${answer.status}${said === '' ? '' : `, ${said}`}).`);
}

/** Okta support asks for it; null when it is no such id. */
export function requestIdOf({ headers }: Pick<WireAnswer, 'headers'>): string | null {
  const id = firstOf(headers['x-okta-request-id']) ?? '';
  return /^[\w-]{1,64}$/.test(id) ? id : null;
}

const HTML = /^\s*<(?:!doctype|html|head|body|\?xml)/i;

interface ErrorBody {
  readonly errorCode: string | null;
  /** Whether the body named any code, also one that is none of Okta's. */
  readonly named: boolean;
  readonly summary: string | null;
}

function errorBody(text: string): ErrorBody {
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body !== 'object' || body === null) return { errorCode: null, named: false, summary: null };
    const { errorCode, errorSummary } = body as Record<string, unknown>;
    return {
      errorCode: typeof errorCode === 'string' && /^E\d{1,10}$/.test(errorCode) ? errorCode : null,
      named: typeof errorCode === 'string',
      // Summaries may repeat what a user typed: bounded and without control characters.
      // eslint-disable-next-line no-control-regex
      summary: typeof errorSummary === 'string' ? errorSummary.replace(/[\u0000-\u001f<>]/g, ' ').slice(0, 200) : null,
    };
  } catch {
    return { errorCode: null, named: false, summary: null };
  }
}
