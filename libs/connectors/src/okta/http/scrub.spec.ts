import { scrubbed } from './scrub';

const TOKEN = '00aBcDeFgHiJkLmNoPqRsTuVwXyZ-canary';
const request = (authorization: string) => ({ method: 'GET' as const, path: '/', headers: { authorization } });
const SENT = request(`SSWS ${TOKEN}`);
const textOf = (status: number, text: string) => scrubbed({ status, headers: {}, text }, SENT).text;

describe('text of a provider, with what we sent to prove who we are', () => {
  it.each([
    ['the header', `"Authorization: SSWS ${TOKEN}"`],
    ['the value alone', JSON.stringify(TOKEN)],
    ['the value in capitals', JSON.stringify(TOKEN.toUpperCase())],
    ['the value broken off', JSON.stringify(`${TOKEN.slice(0, 20)}...`)],
    [
      'the value spelt in escapes',
      `"${[...TOKEN].map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')}"`,
    ],
    ['text that is no JSON', `<p>${TOKEN}</p>`],
  ])('loses %s of a refusal', (_what, text) => {
    const clean = textOf(418, text);
    expect(clean).toContain('[redacted]');
    expect(clean.toLowerCase()).not.toContain(TOKEN.slice(0, 12).toLowerCase());
  });

  it('keeps the rest of a refusal', () => {
    expect(textOf(400, JSON.stringify({ errorSummary: `Bad ${TOKEN}, try again` }))).toBe(
      '{"errorSummary":"Bad [redacted], try again"}',
    );
  });

  it('loses the value in records, and no other character of them', () => {
    const records = `[ {"id":"00u1","name":"${TOKEN.slice(0, 9)} ${TOKEN}"} ]`;
    expect(textOf(200, records)).toBe(records.replace(` ${TOKEN}`, ' [redacted]'));
  });

  it('loses it in headers', () => {
    const headers = { link: [`<https://acme.test/?t=${TOKEN}>; rel="next"`], 'x-okta-request-id': TOKEN };
    expect(JSON.stringify(scrubbed({ status: 200, headers, text: '[]' }, SENT))).not.toContain(TOKEN);
  });

  it('loses the secret of a Basic pair and claims and signature of a proof, wherever they stand', () => {
    const basic = request(`Basic ${Buffer.from(`0oaclient:${TOKEN}`).toString('base64')}`);
    expect(scrubbed({ status: 200, headers: {}, text: `["${TOKEN}"]` }, basic).text).toBe('["[redacted]"]');
    const proof = ['aGVhZGVyLW9mLWFsbA', 'Y2xhaW1zLW9mLXVz', 'c2lnbmF0dXJlLW9mLXVz'];
    const sent = { ...SENT, headers: { ...SENT.headers, dpop: proof.join('.') } };
    const { text } = scrubbed({ status: 200, headers: {}, text: JSON.stringify(proof) }, sent);
    expect(text).toBe(JSON.stringify([proof[0], '[redacted]', '[redacted]']));
  });

  it('takes a new access token as it is', () => {
    const body = `{"access_token":"${TOKEN}"}`;
    const sent = {
      ...request('Basic MG9hOnNlY3JldA=='),
      method: 'POST' as const,
      body: 'grant_type=client_credentials',
    };
    expect(scrubbed({ status: 200, headers: {}, text: body }, sent).text).toBe(body);
  });
});
