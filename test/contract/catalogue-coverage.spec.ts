import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadProviders } from '@posture/flows';
import type { RuleFile } from '@posture/domain';
import { renderRuleCatalogue } from '@posture/rule-engine';
import { parse } from 'yaml';

const IDS = parse(readFileSync(join(__dirname, 'catalogue.ids.yaml'), 'utf8')) as Readonly<
  Record<string, readonly string[]>
>;
const PATHS = 'attack-paths';

/** What no list that is read tells yet. A rule that is written leaves this list, and nothing enters it. */
const PENDING = [
  'okta-ad-agent-disrupted',
  'okta-ad-agent-host-unknown',
  'okta-ad-agent-outdated',
  'okta-ad-agent-single',
  'okta-admin-notification-off',
  'okta-app-group-push-privileged',
  'okta-captcha-off',
  'okta-directory-auto-activate',
  'okta-dod-banner-missing',
  'okta-engine-own-credential-overscoped',
  'okta-group-admin-synced-out',
  'okta-org-contact-stale',
  'okta-path-ad-agent-to-org',
  'okta-path-choke-point',
  'okta-superadmin-standing',
  'okta-user-access-outlier',
  'okta-user-consent-risky',
];

describe('Catalogue coverage', () => {
  let rules: readonly RuleFile[];
  const sorted = (ids: readonly string[]): string[] => [...ids].sort();

  beforeAll(async () => {
    rules = (await loadProviders()).rulesOf('okta').filter(({ kind }) => kind !== 'detection');
  });

  it('counts 236 posture checks and 35 attack paths, each once', () => {
    const all = Object.values(IDS).flat();

    expect([all.length - IDS[PATHS]!.length, IDS[PATHS]!.length]).toEqual([236, 35]);
    expect(new Set(all).size).toBe(all.length);
  });

  it('has a rule file for every id but those that wait for a list to be read, and for no other', () => {
    const written = rules.map(({ id }) => id);

    expect(sorted([...written, ...PENDING])).toEqual(sorted(Object.values(IDS).flat()));
  });

  it('puts each rule into its chapter, and the generated index counts them so', async () => {
    const index = renderRuleCatalogue((await loadProviders()).books).get('docs/reference/rules.md')!;
    for (const [domain, ids] of Object.entries(IDS)) {
      const here = rules.filter((rule) => rule.domain === domain).map(({ id }) => id);

      expect([domain, sorted([...here, ...PENDING.filter((id) => ids.includes(id))])]).toEqual([domain, sorted(ids)]);
    }
    const counts = [...index.matchAll(/^### .*\n\n(\d+) rules\.$/gm)].map(([, count]) => Number(count));
    expect(counts.slice(0, Object.keys(IDS).length)).toEqual(
      Object.values(IDS).map((ids) => ids.filter((id) => !PENDING.includes(id)).length),
    );
  });

  it('says of each rule that waits for an operator what unlocks it', () => {
    const waiting = rules.filter(({ unlockedBy }) => unlockedBy !== undefined);

    expect(waiting.length).toBeGreaterThan(10);
    expect(waiting.filter(({ unlockedBy }) => !unlockedBy!.what.includes('`')).map(({ id }) => id)).toEqual([]);
  });
});
