import type { StreamError, StreamProgress } from '@posture/activity';
import { logCoverage } from './log-coverage';

const NOW = Date.parse('2026-03-02T09:00:00.000Z');
const HOUR_MS = 3_600_000;
const ago = (hours: number) => new Date(NOW - hours * HOUR_MS);
const LOG = { title: 'the System Log' };

/** A stream that was last heard of so many hours ago. */
function stream(hours: number, over: Partial<StreamProgress> = {}): StreamProgress {
  return {
    ...{ stream: 'follow', since: ago(200), until: null, cursor: 'next', state: 'reading', reached: ago(hours) },
    ...{ oldest: null, newest: null, error: null, updatedAt: ago(hours), completedAt: null },
    ...over,
  };
}
const refused: StreamError = {
  state: 'forbidden',
  reason: 'The scope okta.logs.read is not granted.',
  missing: 'okta.logs.read',
  ...{ code: 'okta.forbidden', message: 'Okta refused.', remedy: null },
};
const span = (from: number, to: number) => ({ since: ago(from), until: ago(to) });
const told = (...[streams, spans]: [StreamProgress[], ReturnType<typeof span>[]]) =>
  logCoverage(streams, spans, LOG, new Date(NOW));

describe('What is known of a log', () => {
  it('is nothing before somebody reads it, and what reads it is named', () => {
    expect(told([], [])).toMatchObject({ state: 'not_read', known: null, knownSince: null });
    expect(told([], []).reason).toMatch(
      /^The System Log was not read; `posture scan --activity DAYS`.*`posture watch`/,
    );
    expect(told([stream(0, { reached: null })], []).reason).toBe('The System Log is being read.');
  });

  it('is all since it was read without a gap', () => {
    const spans = [span(200, 150), span(100, 0.1)];

    expect(told([stream(0.1)], spans)).toEqual({
      ...{ state: 'complete', reason: null, missing: null },
      ...{ known: spans[1], knownSince: ago(100) },
    });
  });

  it('ends where it was read last, when nobody reads it any more', () => {
    const { state, reason, known, knownSince } = told([stream(30)], [span(100, 30)]);

    expect([state, known, knownSince]).toEqual(['partial', span(100, 30), null]);
    expect(reason).toContain('was read up to 2026-03-01T03:00Z and not since');
  });

  it('is what was read before it was refused, with what to grant', () => {
    const refusal = stream(1, { state: 'failed', error: refused });

    const { state, reason, missing } = refused;
    expect(told([refusal], [])).toEqual({ state, reason, missing, known: null, knownSince: null });
    expect(told([refusal], [span(100, 30)])).toMatchObject({
      ...{ state: 'forbidden', missing: 'okta.logs.read', knownSince: null },
      reason: 'The scope okta.logs.read is not granted. It is known from 2026-02-26T05:00Z to 2026-03-01T03:00Z.',
    });
  });

  it('is what the last who read it says: a refusal that is over speaks for nothing', () => {
    const before = stream(20, { state: 'failed', error: refused });

    expect(told([before, stream(0.5, { stream: 'backfill' })], [span(100, 0.5)])).toMatchObject({ state: 'complete' });
  });
});
