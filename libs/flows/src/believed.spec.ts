import type { Coverage, CoverageState, ResourceCatalogue } from '@posture/domain';
import { oktaWire } from '@posture/connectors';
import { believedAt } from './believed';

const catalogue: ResourceCatalogue = oktaWire.catalogue;
const READ = new Date('2026-01-01T00:00:00Z');

describe('What a list tells', () => {
  const told = (resource: string, state: CoverageState, hoursLater: number): Coverage =>
    believedAt(
      { resource, parent: '', state, reason: null, missing: null, records: 3, readStartedAt: READ, readAt: READ },
      new Date(READ.getTime() + hoursLater * 3_600_000),
      catalogue,
    );

  it('is believed for as long as its row of the catalogue says, to the hour', () => {
    expect([told('users', 'complete', 72).state, told('zones', 'complete', 168).state]).toEqual([
      'complete',
      'complete',
    ]);
    expect([told('users', 'complete', 73).state, told('zones', 'complete', 169).state]).toEqual([
      'not_read',
      'not_read',
    ]);
  });

  it('says when it was read and for how long that counts, once it is too old', () => {
    expect(told('factors', 'complete', 200 * 24)).toMatchObject({
      state: 'not_read',
      records: 3,
      reason: 'It was last read 200 days ago, on 2026-01-01; what it says may be believed for 7 days. Read it again.',
    });
  });

  it('keeps the words of a refusal, which do not age, and of what the engine derived itself', () => {
    expect([told('users', 'forbidden', 999).state, told('users', 'failed', 999).state]).toEqual([
      'forbidden',
      'failed',
    ]);
    expect(told('derived', 'complete', 999).state).toBe('complete');
  });
});
