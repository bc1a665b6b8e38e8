import { oktaEventHook } from './event-hook';

const delivery = (more: object = {}) => ({
  ...{ eventType: 'com.okta.event_hook', eventTypeVersion: '1.0', cloudEventsVersion: '0.1' },
  ...{ source: 'https://posture.example/hooks/1', eventId: 'a1', contentType: 'application/json' },
  eventTime: '2026-03-01T10:00:05.000Z',
  data: {
    events: [
      { uuid: 'e1', published: '2026-03-01T10:00:04.000Z', eventType: 'user.session.start' },
      { uuid: 'e2', published: '2026-03-01T10:00:06.500Z', eventType: 'user.session.end' },
    ],
  },
  ...more,
});

describe("Okta's event hook", () => {
  it('repeats the challenge of a verification, and takes nothing else for one', () => {
    const { challengeAnswer } = oktaEventHook;
    expect(challengeAnswer({ 'x-okta-verification-challenge': 'c 1"' })).toEqual({ verification: 'c 1"' });
    for (const headers of [
      {},
      { 'x-okta-verification-challenge': '' },
      { 'x-okta-verification-challenge': ['a', 'b'] },
    ])
      expect(challengeAnswer(headers)).toBeNull();
  });

  it('dates a delivery by the newest of what it tells and of its own date', () => {
    const at = (text: string) => Date.parse(text);
    expect(oktaEventHook.newestOf(delivery())).toBe(at('2026-03-01T10:00:06.500Z'));
    expect(oktaEventHook.newestOf(delivery({ eventTime: '2026-03-01T11:00:00Z' }))).toBe(at('2026-03-01T11:00:00Z'));
    expect(oktaEventHook.newestOf(delivery({ data: { events: [] } }))).toBe(at('2026-03-01T10:00:05.000Z'));
  });

  it.each([
    ['nothing', undefined],
    ['a text', 'hello'],
    ['a list', []],
    ['what another sends', delivery({ eventType: 'com.example.ping' })],
    ['a delivery without events', delivery({ data: {} })],
    ['a delivery without a date', delivery({ eventTime: null, data: { events: [{ published: 'soon' }, null] } })],
  ])('is not %s', (_what, body) => expect(oktaEventHook.newestOf(body)).toBeNull());
});
