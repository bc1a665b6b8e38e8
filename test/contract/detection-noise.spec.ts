import { noiseOfMonth, worstDay } from '../support/noise-of-month';

const SMALL = { groups: 20, apps: 20 } as const;
const PATIENCE = 300_000;

/**
 * All detections that are on by default, with the facts of the org's inventory. The busy month of a large org is
 * `npm run bench -- noise`.
 */
describe('A month in which nobody attacks anything', () => {
  it(
    'raises nothing in a quiet org',
    async () => {
      const { noise, events } = await noiseOfMonth({ ...SMALL, users: 70, life: 'quiet' });

      expect(events).toBeGreaterThan(15_000);
      expect(noise).toEqual([]);
    },
    PATIENCE,
  );

  it(
    'raises next to nothing in a busy one',
    async () => {
      const { noise, events } = await noiseOfMonth({ ...SMALL, users: 100, life: 'busy' });

      expect(events).toBeGreaterThan(20_000);
      expect(worstDay(noise, ['critical', 'high']).count).toBeLessThanOrEqual(1);
      expect(worstDay(noise, ['medium']).count).toBeLessThanOrEqual(2);
      expect(noise.length).toBeLessThanOrEqual(15);
    },
    PATIENCE,
  );
});
