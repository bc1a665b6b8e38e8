import type { ErrorKind } from '@posture/domain';
import { DomainError } from '@posture/domain';
import { isPassing, retryDelayMs, runError } from './run-ending';

describe('How a run ends', () => {
  it.each<[ErrorKind, boolean]>([
    ['invalid', false],
    ['unauthenticated', false],
    ['forbidden', false],
    ['not_found', false],
    ['conflict', false],
    ['rate_limited', true],
    ['credential_refused', false],
    ['refused', false],
    ['upstream', true],
    ['unavailable', true],
    ['internal', false],
  ])('after an error of kind %s, another attempt: %s', (kind, passing) => {
    expect(isPassing(runError(new DomainError('a.b', kind, 'No.'), null))).toBe(passing);
  });

  it('tells the cause, the input at fault, the remedy and what it was doing', () => {
    const error = new DomainError('wire.refused', 'forbidden', 'Refused.', { field: 'token', remedy: 'Give another.' });

    expect(runError(error, 'reading wave 1')).toEqual({
      code: 'wire.refused',
      kind: 'forbidden',
      message: 'Refused.',
      field: 'token',
      remedy: 'Give another.',
      step: 'reading wave 1',
    });
  });

  it.each([new TypeError('x is not a function'), 'a text', null])(
    'is not tried again when nobody foresaw %p',
    (cause) => {
      const error = runError(cause, null);

      expect(error).toMatchObject({ code: 'run.unforeseen', kind: 'internal', remedy: expect.any(String) });
      expect(isPassing(error)).toBe(false);
    },
  );

  it('shows no secret, and no end of text', () => {
    const error = runError(new Error(`sent Authorization: SSWS 00canary-canary ${'x'.repeat(5_000)}`), null);

    expect(error.message).not.toContain('canary');
    expect(error.message.length).toBeLessThan(2_200);
  });

  it('waits longer each time, never longer than a quarter of an hour, and not all at the same time', () => {
    expect([1, 2, 3].map((attempt) => retryDelayMs(attempt, 1))).toEqual([10_000, 20_000, 40_000]);
    expect([retryDelayMs(1, 0), retryDelayMs(1, 0.5)]).toEqual([5_000, 7_500]);
    expect(retryDelayMs(50, 1)).toBe(900_000);
  });
});
