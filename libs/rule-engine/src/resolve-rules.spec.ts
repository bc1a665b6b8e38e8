import type { ProfileName, RuleFile } from '@posture/domain';
import { checkRules } from './check-rules';
import { explainRule, listRules } from './describe-rules';
import { resolveRule, resolveRules } from './resolve-rules';
import { renderRuleCatalogue } from './rule-catalogue';
import { SAMPLE_RULES, SAMPLE_VOCABULARY } from './samples/vocabulary.spec-support';

const TOKEN = 'acme-token-old';

const book = (...rules: RuleFile[]) => [{ provider: 'acme', rules, vocabulary: SAMPLE_VOCABULARY }];

describe('Rules under a profile', () => {
  let token: RuleFile;
  let superAdmin: RuleFile;

  beforeAll(async () => {
    const { rules } = await checkRules([SAMPLE_RULES], { vocabulary: SAMPLE_VOCABULARY });
    token = rules.find(({ id }) => id === TOKEN)!;
    superAdmin = rules.find(({ id }) => id === 'acme-superadmin-service-account')!;
  });

  it('take the values of the profile', () => {
    const limit = (profile: ProfileName) => resolveRules([token], profile)[0]?.parameters['maxAgeDays'];

    expect(limit('default')).toBe(180);
    expect(limit('strict-gov')).toBe(90);
    expect(limit('everything')).toBe(180);
  });

  it('are off where they say so, unless everything is asked for', () => {
    const optional: RuleFile = { ...token, profiles: { default: false } };

    expect(resolveRules([optional], 'default')).toEqual([]);
    expect(resolveRules([optional], 'strict-gov')).toHaveLength(1);
    expect(resolveRules([optional], 'everything')).toHaveLength(1);
  });

  it.each([
    [{ maxAgeDays: 0 }, 'below its minimum'],
    [{ maxAgeDays: 9999 }, 'above its maximum'],
    [{ maxAgeDays: 'long' }, 'is a string, not a number'],
    [{ maxAgeDays: Number.NaN }, 'not a finite number'],
    [{ maxDays: 3 }, 'no parameter of the rule'],
  ])('refuse the value %j', (parameters, message) => {
    expect(() => resolveRule(token, parameters)).toThrow(
      expect.objectContaining({
        code: 'rule.parameter_invalid',
        message: expect.stringContaining(message) as string,
        remedy: expect.any(String) as string,
      }) as Error,
    );
  });

  it('are listed and explained as plain data', () => {
    expect(listRules([...book(token), ...book(superAdmin)]).map(({ id }) => id)).toEqual([superAdmin.id, TOKEN]);
    expect(explainRule(book(token), TOKEN)).toMatchObject({
      condition: ['ageDays is more than {maxAgeDays}'],
      resources: ['tokens'],
      facts: [{ name: 'ageDays', unit: 'days', scopes: ['tokens.read'] }],
      parameters: [{ name: 'maxAgeDays', values: { default: 180, 'strict-gov': 90, everything: 180 } }],
    });
    expect(() => explainRule(book(token), 'nothing')).toThrow(
      expect.objectContaining({ code: 'rule.unknown' }) as Error,
    );
  });

  it('make the same catalogue in whatever order they come', () => {
    expect(renderRuleCatalogue(book(superAdmin, token))).toBe(renderRuleCatalogue(book(token, superAdmin)));
    expect(renderRuleCatalogue(book(token))).toContain('| maxAgeDays | 180 | 90 | 180 | days |');
  });
});
