import type { Secret } from '@posture/platform';

/** Puts the credential on a request. */
export interface Authorizer {
  /** @param url absolute address of the request; a proof of possession is bound to it */
  headers(method: string, url: string, signal?: AbortSignal): Promise<Readonly<Record<string, string>>>;
  /** Forgets what can be had anew; true when another try can therefore end otherwise. */
  renew(): boolean;
  /** Takes note of a nonce the server handed out. */
  observe(headers: Readonly<Record<string, string | string[] | undefined>>): void;
  /** What an OAuth app may ask; null before the first token and for credentials without scopes. */
  readonly scopes: { readonly granted: readonly string[]; readonly missing: readonly string[] } | null;
}

/** `Authorization: SSWS …`; lives and shrinks with the administrator who created it. */
export class ApiTokenAuthorizer implements Authorizer {
  readonly scopes = null;

  constructor(private readonly token: Secret) {}

  headers(): Promise<Readonly<Record<string, string>>> {
    return Promise.resolve({ authorization: `SSWS ${this.token.reveal()}` });
  }

  renew(): boolean {
    return false;
  }

  observe(): void {
    // An API token knows no nonce.
  }
}
