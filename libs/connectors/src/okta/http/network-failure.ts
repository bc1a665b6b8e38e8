import { DomainError } from '@posture/domain';
import { OktaError } from './okta-error';

const PASSING_CODES = new Set([
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'UND_ERR_SOCKET',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
  'HPE_INVALID_EOF_STATE',
]);

function codeOf(error: unknown): string {
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  if (typeof code === 'string') return code;
  return cause === undefined || cause === error ? '' : codeOf(cause ?? {});
}

/** Whether the same request may well succeed in a moment. */
export function isPassing(error: unknown): boolean {
  return PASSING_CODES.has(codeOf(error));
}

/** The network's failure in an administrator's words; a refusal of our own (private address) passes as it is. */
export function unreachable(error: unknown, host: string): Error {
  if (error instanceof DomainError) return error;
  const code = codeOf(error);
  const inner = (error as { cause?: unknown }).cause;
  if (inner instanceof DomainError) return inner;
  if (error instanceof Error && (error.name === 'AbortError' || error.name === 'TimeoutError')) return error;
  const facts = { status: 0, errorCode: null, missing: null, requestId: null };
  if (code === 'ENOTFOUND') {
    return new OktaError('unreachable', `"${host}" does not exist in DNS.`, facts, {
      field: 'oktaDomain',
      remedy: 'Check the spelling of the Okta domain.',
    });
  }
  if (code.startsWith('CERT_') || code.includes('SIGNED') || code.startsWith('ERR_TLS') || code.includes('VERIFY')) {
    return new OktaError('unreachable', `The certificate of "${host}" is not trusted (${code}).`, facts, {
      field: 'oktaDomain',
      remedy: 'If a proxy inspects TLS, add its certificate with NODE_EXTRA_CA_CERTS.',
    });
  }
  return new OktaError(
    'unreachable',
    `"${host}" cannot be reached (${code === '' ? 'connection failed' : code}).`,
    facts,
    {
      remedy: 'Check that this machine may open https connections to the org.',
    },
  );
}
