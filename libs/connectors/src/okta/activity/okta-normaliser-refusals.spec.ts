import { activityOf, debug, having, pushEvent, refusalOf, told } from './log-event.spec-support';

type Member = Record<string, unknown>;

const ID = String(pushEvent()['uuid']);

describe('What cannot be used', () => {
  it.each([
    ['an event without an id', having(['uuid', null]), 'malformed', null, /"uuid"/],
    ['an event without a type', having(['eventType', '']), 'malformed', ID, /"eventType"/],
    ['nothing', null, 'malformed', null, /empty/],
    ['text', 'nothing to see', 'malformed', null, /text/],
    ['a list', [pushEvent()], 'malformed', null, /list/],
    ['a number', 7, 'malformed', null, /number/],
    ['an object of something else', { hello: 'world' }, 'malformed', null, /"uuid"/],
    ['a huge event', debug({ x: 'y'.repeat(300_000) }), 'oversized', null, /256 kB/],
    ['a huge text', `{"uuid":"${'y'.repeat(300_000)}"}`, 'oversized', null, /256 kB/],
    ['one from the future', having(['published', '2026-11-20T08:26:01Z']), 'future', ID, /2026-11-20T08:26:01/],
    ['one too old', having(['published', '2025-10-16T08:15:00Z']), 'too_old', ID, /400 days/],
  ])('is set aside with the reason: %s', (_, raw, reason, id, why) => {
    const refusal = refusalOf(raw);

    expect(refusal).toMatchObject({ reason, id, why: expect.stringMatching(why) as string });
    expect(refusal.excerpt.length).toBeLessThanOrEqual(2000);
  });

  it('begins only past the limits', () => {
    expect(activityOf(having(['published', '2026-11-20T08:26:00Z'])).id).toBe(ID);
    expect(activityOf(having(['published', '2025-10-16T08:16:00Z'])).id).toBe(ID);
    expect(activityOf(debug({ x: 'y'.repeat(250_000) })).id).toBe(ID);
  });

  it('is shown without what looks like a secret', () => {
    const secrets = {
      password: 'hunter-two',
      note: 'Authorization: SSWS 00abcdef and password=hunter-two&x=1',
      header: 'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.sig',
      nested: { client_secret: 'hunter-two', list: ['token: hunter-two'] },
      tokens: ['hunter-two'],
    };
    const shown = [
      refusalOf({ ...pushEvent(), uuid: '', debugContext: { debugData: secrets } }),
      refusalOf({ ...secrets }),
      refusalOf(JSON.stringify(secrets)),
      refusalOf(`not JSON {"password":"hunter-two"} ${secrets.note}`),
      refusalOf(having(['published', 'Bearer hunter-two'])),
    ];

    expect(JSON.stringify(shown)).not.toMatch(/hunter-two|00abcdef|eyJ/);
    expect(JSON.stringify(shown)).toContain('[redacted]');
  });
});

describe('Hostile input', () => {
  const deep = (open: string, close: string) => open.repeat(100_000) + close.repeat(100_000);

  it.each([
    ['braces in text', debug({ behaviors: deep('{', '}'), risk: deep('{a=', '}').slice(0, 90_000) })],
    ['brackets in text', having(['target', deep('[', ']')])],
    ['a whole event of brackets in text', { event: deep('[', ']') }],
    ['commas', debug(`{a=b${','.repeat(200_000)}}`)],
    ['equals signs', debug(`{${'='.repeat(200_000)}}`)],
    ['blanks', having(['published', ' '.repeat(200_000)])],
    ['digits', having(['published', '1'.repeat(200_000)])],
    ['names', debug(Object.fromEntries(Array.from({ length: 15_000 }, (_, index) => [`n-${index}`, 1])))],
    ['one long name', { ['a_'.repeat(100_000)]: 1, ...pushEvent() }],
    ['patterns', debug({ behaviors: '{(a+)+$=POSITIVE, [=POSITIVE}', risk: '(.*)*' })],
  ])('costs no more than its size: %s', (_, raw) => {
    const before = performance.now();

    expect(() => told(raw)).not.toThrow();

    // Quadratic work on input of this size takes minutes.
    expect(performance.now() - before).toBeLessThan(5_000);
  });

  it('nested in objects or lists is set aside, and what is kept can always be written', () => {
    let nested: unknown = 1;
    for (let depth = 0; depth < 40; depth += 1) nested = depth % 2 === 0 ? [nested] : { nested };
    let bottomless: unknown = 1;
    for (let depth = 0; depth < 100_000; depth += 1) bottomless = [bottomless];

    expect(refusalOf(debug({ x: nested }))).toMatchObject({
      reason: 'malformed',
      why: expect.stringMatching(/deeper/) as string,
    });
    expect(refusalOf({ event: debug({ x: bottomless }) }).reason).toBe('malformed');
    expect(refusalOf(bottomless).reason).toBe('malformed');
    const text = debug(`{"x":${'['.repeat(50_000)}${']'.repeat(50_000)}}`);
    expect(JSON.stringify(told(text))).toContain(ID);
  });

  it('pollutes nothing with names of prototypes', () => {
    const names = '{"__proto__":{"polluted":"yes"},"constructor":{"prototype":{"polluted":"yes"}},"prototype":"x"}';
    const hostile = JSON.parse(
      `{"__proto__":{"polluted":"yes"},"debugContext":{"debugData":${names}},"target":[${names}]}`,
    ) as Member;

    for (const raw of [
      { ...pushEvent(), ...hostile },
      debug(names),
      Object.assign(JSON.parse(names) as Member, pushEvent()),
    ]) {
      const { details } = activityOf(raw);
      expect(Object.getPrototypeOf(details)).toBe(Object.prototype);
      expect(Object.keys(details)).not.toContain('__proto__');
    }
    expect(({} as Member)['polluted']).toBeUndefined();
  });

  it('does not reach the event through names that only look like its own', () => {
    const event = { ...pushEvent(), note: JSON.stringify({ actor: { id: '00uother' } }), 'display-message': 'no' };

    expect(activityOf(event)).toMatchObject({
      actorId: (pushEvent()['actor'] as Member)['id'],
      message: pushEvent()['displayMessage'],
    });
  });
});
