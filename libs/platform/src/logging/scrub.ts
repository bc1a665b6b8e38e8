/** SSWS tokens, bearer tokens and PEM keys, when they stand inside other text. */
const INSIDE =
  /(SSWS\s+|Bearer\s+|DPoP\s+)[A-Za-z0-9._~+/=-]{8,}|-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?-----END [A-Z ]*PRIVATE KEY-----|(?<=:\/\/[^/\s:@]*:)[^@/\s]+(?=@)/g;

/** Text that may be shown: what looks like a token, a private key or a password in a URL is taken out. */
export function scrub(text: string): string {
  return text.replace(INSIDE, (_match, scheme?: string) => `${scheme ?? ''}[redacted]`);
}
