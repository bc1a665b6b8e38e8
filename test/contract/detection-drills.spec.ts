import { DRILLS } from '../../apps/sandbox/src/log/drills';
import { DrillGround } from '../support/drill-ground';

describe('Drills', () => {
  let ground: DrillGround;
  beforeAll(async () => {
    ground = await DrillGround.open();
  }, 300_000);
  afterAll(() => ground?.close());

  const found = (rule: string, which: 'attack' | 'lookAlike') =>
    ground.hold(rule, which).flatMap(({ entity, open, settled }) => {
      const worst = [...settled, ...open];
      return worst.map(({ severity, title }) => `${entity.key} ${severity}: ${title}`);
    });

  it.each(Object.keys(DRILLS))('%s finds the attack', (rule) => {
    expect(found(rule, 'attack')).not.toEqual([]);
  });

  it.each(Object.keys(DRILLS))('%s leaves alone what looks like it', (rule) => {
    expect(found(rule, 'lookAlike')).toEqual([]);
  });

  it('are held for every rule about what happens', () => {
    expect(ground.rules.filter((rule) => !Object.hasOwn(DRILLS, rule))).toEqual([]);
  });
});
