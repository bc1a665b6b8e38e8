import { ACTIVITY_FIELDS, JOINED_FACTS } from '@posture/domain';
import type { Activity } from '@posture/domain';
import { eventFacts } from './event-facts';

describe('An event with what the inventory adds', () => {
  const said = Object.fromEntries(Object.keys(ACTIVITY_FIELDS).map((name) => [name, `its ${name}`]));
  const activity = { ...said, targets: [], details: {} } as unknown as Activity;

  it('says what the event says and what was joined', () => {
    expect(eventFacts(activity, { actorTier: 'T0', actorRoles: [] })).toMatchObject({
      ...said,
      ...{ targets: [], details: {}, actorTier: 'T0', actorRoles: [] },
    });
  });

  it('leaves what nobody joined unknown', () => {
    const event = eventFacts(activity, {});
    for (const name of Object.keys(JOINED_FACTS)) expect(event).toHaveProperty(name, undefined);
  });
});
