import { pushEvent } from '../../libs/connectors/src/okta/activity/log-event.spec-support';
import { HAS_OKTA_DESCRIPTION, OKTA_DESCRIPTION_PATH, OktaDescription } from './okta-description';

const told = HAS_OKTA_DESCRIPTION ? 'is one that Okta describes' : `cannot be judged without ${OKTA_DESCRIPTION_PATH}`;

describe('The event the normaliser is tried with', () => {
  it(told, () => {
    const faultsOf = (event: unknown): readonly string[] =>
      HAS_OKTA_DESCRIPTION
        ? new OktaDescription(OKTA_DESCRIPTION_PATH).faultsOf('/api/v1/logs', 'get', 200, [event])
        : [];

    expect(faultsOf(pushEvent())).toEqual([]);
    expect(faultsOf({ ...pushEvent(), target: 'none' }).length > 0).toBe(HAS_OKTA_DESCRIPTION);
  });
});
