import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { DomainError } from '@posture/domain';
import { checkRules, loadRules } from './check-rules';
import { formatProblem } from './rule-problem';
import { SAMPLE_RULES, SAMPLE_VOCABULARY } from './samples/vocabulary.spec-support';

const TOKEN = 'acme-token-old';
const OPTIONS = { vocabulary: SAMPLE_VOCABULARY };

describe('checkRules', () => {
  let directory: string;
  let original: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'posture-rules-'));
    original = await readFile(join(SAMPLE_RULES, `${TOKEN}.yaml`), 'utf8');
  });

  afterEach(() => rm(directory, { recursive: true }));

  async function write(text: string, name = `acme/posture/${TOKEN}.yaml`): Promise<void> {
    await mkdir(dirname(join(directory, name)), { recursive: true });
    await writeFile(join(directory, name), text);
  }

  async function problemsOf(change: (text: string) => string): Promise<string[]> {
    const changed = change(original);
    expect(changed).not.toBe(original);
    await write(changed);
    const { problems, rules } = await checkRules([directory], OPTIONS);
    expect(rules).toEqual([]);
    return problems.map((problem) => formatProblem(problem).replace(`${directory}/acme/posture/`, ''));
  }

  it('accepts the sample and judges its cases', async () => {
    await copyInto(directory);

    const check = await checkRules([directory], OPTIONS);

    expect(check.problems).toEqual([]);
    expect(check.rules.map(({ id }) => id)).toEqual([TOKEN]);
    expect(check.casesJudged).toBe(4);
  });

  it('refuses a pattern about another kind of thing than its detection', async () => {
    const shipped = join(__dirname, '../../../rules/okta/detection/okta-det-recovery-abuse.yaml');
    const rule = (await readFile(shipped, 'utf8')).replaceAll('okta-det-recovery', 'acme-det-recovery');
    const problemsOfEntity = async (entity: string) => {
      await write(rule.replace('entity: user', `entity: ${entity}`), 'acme/detection/acme-det-recovery-abuse.yaml');
      return (await checkRules([directory], OPTIONS)).problems.map(formatProblem);
    };

    expect(await problemsOfEntity('user')).toEqual([]);
    expect(await problemsOfEntity('ip')).toEqual([
      expect.stringMatching(/patterns\[1\]\.entity: ip is not of the kind of affectedUser/),
    ]);
  });

  async function copyInto(target: string): Promise<void> {
    await copyFile(join(SAMPLE_RULES, `${TOKEN}.yaml`), join(target, `${TOKEN}.yaml`));
  }

  it.each<[string, (text: string) => string, RegExp]>([
    ['YAML that does not parse', (text) => text.replace('version: 1', 'version: [1'), /yaml:\d+: it is not valid YAML/],
    [
      'an id that is not the file name',
      (text) => text.replace('id: acme-token-old', 'id: acme-token-aged'),
      /yaml:2 id: the file is named acme-token-old.yaml/,
    ],
    [
      'an unknown field',
      (text) => text.replace('version: 1', 'version: 1\nowner: me'),
      /yaml:4 owner: the field is not known/,
    ],
    ['a missing field', (text) => text.replace(/blindSpots: >-\n( {2}.*\n)+/, ''), /blindSpots: it is missing/],
    [
      'a severity of its own',
      (text) => text.replace('severity: medium', 'severity: awful'),
      /yaml:7 severity: "awful".*informational, low, medium, high, critical/,
    ],
    [
      'a fact that does not exist',
      (text) => text.replaceAll('ageDays', 'ageInDays'),
      /when\.fact: "ageInDays" is no fact of ApiToken.*ageDays/,
    ],
    [
      'an operator that does not fit the type',
      (text) => text.replace('greaterThan', 'contains'),
      /when\.operator: contains does not fit ageDays, which is a number/,
    ],
    [
      'a parameter that is not declared',
      (text) => text.replace('path: $.maxAgeDays', 'path: $.maxDays'),
      /when\.value: the rule has no parameter "maxDays"/,
    ],
    [
      'a default outside its limits',
      (text) => text.replace('default: 180', 'default: 4000'),
      /parameters\.maxAgeDays\.default: .*above its maximum/,
    ],
    [
      'a profile value outside the limits',
      (text) => text.replace('{ maxAgeDays: 90 }', '{ maxAgeDays: 0 }'),
      /profiles\.strict-gov\.maxAgeDays: is 0, below its minimum/,
    ],
    [
      'a requires list that forgets a fact',
      (text) => text.replace('requires: [ageDays]', 'requires: []'),
      /requires: the rule reads ageDays/,
    ],
    [
      'a requires list with a fact it does not use',
      (text) => text.replace('requires: [ageDays]', 'requires: [ageDays, ownerName]'),
      /requires\[1\]: the rule does not use ownerName/,
    ],
    [
      'a placeholder that means nothing',
      (text) => text.replace('token {name} is', 'token {nam} is'),
      /finding\.title: \{nam\} is neither/,
    ],
    [
      'a case that gives another verdict',
      (text) => text.replace('ageDays: 180.5', 'ageDays: 179'),
      /cases\[0\]: "half a day beyond the limit" gives clear, not match/,
    ],
    [
      'a case with a fact of another type',
      (text) => text.replace('ageDays: 180.5', 'ageDays: old'),
      /cases\[0\]\.facts\.ageDays: "old" is no number/,
    ],
    [
      'a case that blames no resource',
      (text) => text.replace('unknown: [tokens]', 'unknown: [token]'),
      /"token" is no resource.*users, tokens/,
    ],
    [
      'no case at the boundary',
      (text) => text.replace('{ ageDays: 180 }', '{ ageDays: 20 }').replace('{ ageDays: 90 }', '{ ageDays: 20 }'),
      /cases: no clear case sits at the limit maxAgeDays of ageDays/,
    ],
    [
      'no case for what could not be read',
      (text) =>
        text.replace(
          'expect: not_assessed\n    facts: { ageDays: { unknown: [tokens] } }',
          'expect: clear\n    facts: { ageDays: 3 }',
        ),
      /cases: no case expects not_assessed/,
    ],
    [
      'YAML aliases',
      (text) => text.replace('nist: [IA-5(1)]', 'nist: &a [IA-5(1)]').replace('nhi: [NHI7]', 'nhi: *a'),
      /aliases/,
    ],
    [
      'a posture rule with a path',
      (text) => text.replace('identity: []', 'identity: []\npath: { from: { kinds: [User] }, steps: [] }'),
      /path: the field does not belong here/,
    ],
  ])('refuses %s', async (_what, change, expected) => {
    const problems = await problemsOf(change);

    expect(problems.join('\n')).toMatch(expected);
  });

  it('refuses a file that only nests', async () => {
    await write(`when: ${'{not: '.repeat(20_000)}`);

    const { problems } = await checkRules([directory], OPTIONS);

    expect(problems).toHaveLength(1);
  });

  it('refuses the second of two files with the same id, title or copied texts', async () => {
    const second = join(directory, 'own');
    await mkdir(second);
    await copyInto(directory);
    await copyInto(second);

    const { rules, problems } = await checkRules([directory], OPTIONS);

    expect(rules).toHaveLength(1);
    expect(new Set(problems.map(({ field }) => field))).toEqual(
      new Set(['id', 'title', 'blindSpots', 'falsePositives', 'triage']),
    );
  });

  it('refuses a file whose name would make it silently not run', async () => {
    await write(original, `acme/posture/${TOKEN}.yml`);

    const { problems } = await checkRules([directory], OPTIONS);

    expect(problems.map(({ remedy }) => remedy)).toEqual(['Rename the file']);
  });

  it('fails the load with file, field and remedy', async () => {
    await write(original.replace('severity: medium', 'severity: awful'));

    const failure = await loadRules([directory], OPTIONS).catch((error: unknown) => error as DomainError);

    expect(failure).toMatchObject({ code: 'rule.malformed', kind: 'invalid', field: 'severity' });
    expect((failure as DomainError).remedy).toContain('critical');
  });

  it('says which directory cannot be read', async () => {
    await expect(checkRules([join(directory, 'absent')], OPTIONS)).rejects.toMatchObject({
      code: 'rule.directory_unreadable',
    });
  });
});
