import type { Actor } from '@posture/domain';
import { EvaluationStore } from '@posture/evaluations';
import { JudgeAgain, RulePreviews, RuleSettings, Work } from '@posture/flows';
import type { RulePreview } from '@posture/flows';
import type { Finding } from '@posture/findings';
import { RunStore, RunWorker } from '@posture/platform';
import { startSandbox } from '../../apps/sandbox/src/sandbox';
import type { Sandbox } from '../../apps/sandbox/src/sandbox';
import { openProduct } from '../support/product';
import type { OpenedProduct } from '../support/product';
import { SMALL_TRIAL } from '../support/small-trial';

const ME: Actor = { kind: 'cli', id: 'test', name: 'tester' };
const BY = { changedBy: ME, reason: 'a trial' };
const OLD_TOKEN = 'okta-api-token-old';
const SERVICE = 'okta-superadmin-service-account';

describe('Rules tuned for a connection', () => {
  let org: Sandbox;
  let opened: OpenedProduct;
  let id: string;
  let settings: RuleSettings;

  beforeAll(async () => {
    org = await startSandbox(SMALL_TRIAL);
    opened = await openProduct();
    ({ id } = await opened.product.connectByToken(org.url, org.tokenOf('SUPER_ADMIN')));
    await opened.product.scan(id, { profile: 'default' });
    settings = opened.product.app.get(RuleSettings);
    // What is asked for waits until the test does it.
    opened.product.app.get(Work).wakeBy(() => undefined);
  });
  afterAll(async () => {
    await opened?.close();
    await org?.stop();
  });

  const preview = async (change: unknown): Promise<RulePreview> =>
    opened.product.app.get(RulePreviews).of(id, await settings.changed(id, change));
  const of = async (rule: string): Promise<Finding[]> =>
    opened.product.findings.list({ connectionId: id, rule, present: true }, 500);
  const count = (preview: RulePreview, rule: string) => preview.rules.find((each) => each.rule === rule);

  /** What was asked for because of a change is done, and what it was. */
  async function worked(): Promise<string[]> {
    const queued = await opened.product.app.get(RunStore).list({ connectionId: id, states: ['queued'] });
    for (const run of queued) await opened.product.app.get(RunWorker).runNow(run.id);
    return queued.map(({ kind }) => kind);
  }

  async function change(patch: unknown): Promise<void> {
    const { version } = await settings.get(id);
    await settings.change(id, patch, version, BY);
  }

  it('are the profile’s while nobody tuned them, and nothing is judged again', async () => {
    const untuned = { version: 0, changedAt: null, changedBy: null, problems: [] };

    expect(await settings.get(id)).toEqual(expect.objectContaining(untuned));
    await opened.product.app.get(JudgeAgain).goOn();
    expect(await worked()).toEqual([]);
  });

  it('show what a change would do before it is made, and do just that once it is', async () => {
    const before = await of(OLD_TOKEN);
    const patch = { rules: { [OLD_TOKEN]: { parameters: { maxAgeDays: 3650 } } } };
    const scans = await opened.product.app.get(EvaluationStore).list(id, 50);
    const tried = await preview(patch);

    expect(before.length).toBeGreaterThan(0);
    expect([tried.more, tried.fewer, tried.notAssessed]).toEqual([0, before.length, 0]);
    expect(count(tried, OLD_TOKEN)?.fewer.samples.map(({ key }) => key)).toEqual(
      before
        .map(({ subject }) => subject.key)
        .sort()
        .slice(0, 5),
    );
    expect((await settings.get(id)).version).toBe(0);
    expect(await opened.product.app.get(EvaluationStore).list(id, 50)).toEqual(scans);
    expect(await of(OLD_TOKEN)).toEqual(before);

    await change(patch);
    expect(await worked()).toEqual(['evaluate']);
    expect(await of(OLD_TOKEN)).toEqual([]);
    const { version, changedBy, changedAt, reason } = await settings.get(id);
    expect({ version, changedBy, reason }).toEqual({ version: 1, changedBy: ME, reason: 'a trial' });
    expect(changedAt).toBeInstanceOf(Date);

    await change({ rules: { [OLD_TOKEN]: null } });
    expect(await worked()).toEqual(['evaluate']);
    expect((await of(OLD_TOKEN)).map(({ id: each }) => each)).toEqual(before.map(({ id: each }) => each));
    await opened.product.app.get(JudgeAgain).goOn();
    expect(await worked()).toEqual([]);
  });

  it('take another severity for each finding of a rule', async () => {
    const patch = { rules: { [SERVICE]: { severity: 'low' } } };

    expect(count(await preview(patch), SERVICE)?.severity).toEqual({ before: 'critical', after: 'low' });
    await change(patch);
    await worked();
    expect((await of(SERVICE)).map(({ severity }) => severity)).toEqual(['low']);
    await change({ rules: { [SERVICE]: null } });
    await worked();
  });

  it('judge by what operators say of their tenant: who is a service account, what is approved', async () => {
    const nobody = await preview({ classification: { servicePattern: '', serviceUserTypes: [] } });
    const everybody = await preview({
      classification: { servicePattern: '', serviceUserTypes: [], internalDomains: ['elsewhere.example'] },
    });

    expect(count(nobody, SERVICE)?.fewer.count).toBe(1);
    expect(everybody.more).toBeGreaterThan(5);

    const idps = await preview({ rules: { 'okta-idp-unapproved': { enabled: true } } });
    const all = count(idps, 'okta-idp-unapproved')!;
    expect([all.change, all.matches.before]).toEqual(['on', 0]);
    const one = all.more.samples[0]!;
    const listed = await preview({
      rules: { 'okta-idp-unapproved': { enabled: true } },
      classification: { approvedIdentityProviders: [one.externalId] },
    });
    expect(count(listed, 'okta-idp-unapproved')?.matches.after).toBe(all.matches.after - 1);
    const asns = await preview({ classification: { trustedAsns: [64500] } });
    expect(asns.rules).toEqual([]);
    expect(asns.notPreviewed.length).toBeGreaterThan(10);
    expect(asns.notPreviewed[0]?.reason).toMatch(/posture replay/);
  });

  it.each<[string, unknown, string, string, RegExp, RegExp]>([
    [
      'a value above its range',
      { rules: { [OLD_TOKEN]: { parameters: { maxAgeDays: 99_999 } } } },
      'rule.parameter_invalid',
      `rules.${OLD_TOKEN}.parameters.maxAgeDays`,
      /maxAgeDays is 99999, above its maximum/,
      /^Give \d+ days or less\.$/,
    ],
    [
      'a text for a number',
      { rules: { [OLD_TOKEN]: { parameters: { maxAgeDays: 'ten' } } } },
      'rule.parameter_invalid',
      `rules.${OLD_TOKEN}.parameters.maxAgeDays`,
      /is a string, not a number/,
      /Give a number such as/,
    ],
    [
      'a parameter nobody has',
      { rules: { [OLD_TOKEN]: { parameters: { weeks: 1 } } } },
      'rule.parameter_invalid',
      `rules.${OLD_TOKEN}.parameters.weeks`,
      /is no parameter/,
      /Use one of maxAgeDays/,
    ],
    [
      'a rule nobody has',
      { rules: { 'okta-none': { enabled: true } } },
      'rule.unknown',
      'rules.okta-none',
      /no rule "okta-none"/,
      /List the rules/,
    ],
    [
      'a severity nobody has',
      { rules: { [OLD_TOKEN]: { severity: 'huge' } } },
      'tuning.malformed',
      `rules.${OLD_TOKEN}.severity`,
      /is no severity/,
      /critical/,
    ],
    [
      'a word nobody knows',
      { rules: { [OLD_TOKEN]: { on: true } } },
      'tuning.malformed',
      `rules.${OLD_TOKEN}.on`,
      /is not known here/,
      /enabled/,
    ],
    [
      'a pattern that is none',
      { classification: { servicePattern: '(svc' } },
      'classification.pattern_invalid',
      'classification.servicePattern',
      /is no pattern/,
      /RE2/,
    ],
    [
      'a network that is none',
      { classification: { trustedAsns: ['10.0.0.0/8'] } },
      'tuning.malformed',
      'classification.trustedAsns',
      /list of AS numbers/,
      /64500/,
    ],
    ['no object', [1], 'tuning.malformed', 'tuning', /is no object/, /Give an object/],
  ])('refuse %s by name, with what would do', async (_name, patch, code, field, message, remedy) => {
    const refused = await settings.changed(id, patch).then(
      () => null,
      (error: unknown) => error,
    );

    expect(refused).toEqual(
      expect.objectContaining({
        code,
        field,
        message: expect.stringMatching(message),
        remedy: expect.stringMatching(remedy),
      }),
    );
  });

  it('are changed by one at a time, and say by whom', async () => {
    const { version } = await settings.get(id);
    const patch = { rules: { [SERVICE]: { severity: 'high' } } };
    const both = await Promise.allSettled([
      settings.change(id, patch, version, BY),
      settings.change(id, patch, version, BY),
    ]);

    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(both.find(({ status }) => status === 'rejected')).toEqual(
      expect.objectContaining({ reason: expect.objectContaining({ code: 'tuning.stale', kind: 'stale' }) }),
    );
    const history = await settings.history(id, 50, null);
    expect(history.map((each) => each.version)).toEqual([...history.keys()].map((n) => history.length - n));
    await worked();
  });
});
