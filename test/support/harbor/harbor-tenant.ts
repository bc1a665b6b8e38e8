import type { HarborTenant } from './harbor-server';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** Three keys: an old one of nobody in particular, one of an owner, and one that is neither. The same each time but for its dates. */
export function harborTenant(id = 'harbor-1'): HarborTenant {
  const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString();
  const hoursAgo = (hours: number) => Math.floor((Date.now() - hours * HOUR_MS) / 1000);
  return {
    id,
    name: 'Quayside',
    people: [
      { id: 'ida', mail: 'ida@quayside.example', state: 'active' },
      { id: 'jon', mail: 'jon@quayside.example', state: 'left' },
      { id: 'kit', mail: 'kit@quayside.example', state: 'active' },
    ],
    teams: [
      { id: 'harbourmasters', name: 'Harbourmasters', rights: 'owner', people: ['ida'] },
      { id: 'pilots', name: 'Pilots', rights: 'none', people: ['ida', 'jon', 'kit'] },
      { id: 'stevedores', name: 'Stevedores', rights: 'none', people: [] },
    ],
    keys: [
      { id: 'k-crane', label: 'crane', person: 'jon', madeAt: daysAgo(400), value: 'hk-crane-71c0' },
      { id: 'k-gate', label: 'gate', person: 'ida', madeAt: daysAgo(10), value: 'hk-gate-52fe' },
      { id: 'k-tide', label: 'tide', person: 'kit', madeAt: daysAgo(10), value: 'hk-tide-9d3a' },
    ],
    log: [
      { no: 1, when: hoursAgo(50), act: 'sign-in', by: 'ida' },
      { no: 2, when: hoursAgo(49), act: 'key-used', by: 'ida', key: 'k-gate' },
      { no: 3, when: hoursAgo(3), act: 'team-joined', by: 'kit' },
      { no: 4, when: hoursAgo(5), act: 'sign-in', by: 'jon' },
      { no: 5, when: hoursAgo(2), act: 'key-used', by: 'jon', key: 'k-crane' },
    ],
  };
}
