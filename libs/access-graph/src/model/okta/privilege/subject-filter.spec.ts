import { isAdmitted, readSubjectFilter } from './subject-filter';

function admits(pattern: string, name: string): boolean {
  const filter = readSubjectFilter(pattern);
  if (filter.admits !== 'domains') throw new Error(`${pattern} admits ${filter.admits}`);
  return isAdmitted(name, filter.domains);
}

describe('A filter on usernames', () => {
  it.each([
    String.raw`\S+@partner\.example`,
    String.raw`(\S+@partner\.example)`,
    String.raw`^.+@partner\.example$`,
    String.raw`^(.*@partner\.example)$`,
    String.raw`((\S+)@(partner\.example))`,
    String.raw`([^@]+@partner\.example$)`,
    String.raw`(?i)^[^@]+@partner\.example$`,
    String.raw`^(?i)[^@]+@PARTNER\.EXAMPLE$`,
    String.raw`^[A-Za-z0-9._%+-]+@partner\.example$`,
    String.raw`ext-\w{2,}?@partner.example`,
    String.raw`(?:ext|guest)-.+@partner\.example`,
    String.raw`(a+)+@partner\.example`,
    String.raw`@partner\.example$`,
    String.raw`^[^@]+@(?:guests\.example|partner\.example)$`,
    String.raw`^.*@(guests|partner)\.example$`,
    String.raw`^.+@guests\.example$|^.+@partner\.example$`,
    String.raw`(.+@guests\.example)|(.+@partner\.example)`,
    String.raw`.+@partner\.examples?`,
  ])('that names domains admits names at them: %s', (pattern) => {
    expect(admits(pattern, 'ann@partner.example')).toBe(true);
    expect(admits(pattern, 'Ann@Partner.Example')).toBe(true);
    expect(admits(pattern, 'root@acme.example')).toBe(false);
    expect(admits(pattern, 'root@corp.partner.example')).toBe(false);
    expect(admits(pattern, 'root@notpartner.example')).toBe(false);
    expect(admits(pattern, 'partner.example')).toBe(false);
    expect(admits(pattern, 'root')).toBe(false);
  });

  it.each([
    String.raw`^.+@(?:.+\.)?partner\.example$`,
    String.raw`.+@([a-z0-9-]+\.)*partner\.example`,
    String.raw`.*@.*\.partner\.example`,
  ])('may admit the domains below one: %s', (pattern) => {
    expect(admits(pattern, 'ann@corp.partner.example')).toBe(true);
    expect(admits(pattern, 'root@notpartner.example')).toBe(false);
    expect(admits(pattern, 'partner.example.root@acme.example')).toBe(false);
  });

  it('admits more behind the domain unless the pattern ends there', () => {
    expect(admits(String.raw`.+@partner\.example`, 'root@partner.example.acme.example')).toBe(true);
    expect(admits(String.raw`.+@partner\.example$`, 'root@partner.example.acme.example')).toBe(false);
    expect(admits(String.raw`.+@guests\.example|.+@partner\.example$`, 'root@guests.example.acme.example')).toBe(true);
  });

  it('admits any character where a dot is not escaped', () => {
    expect(admits('.+@partner.example$', 'root@partner-example')).toBe(true);
    expect(admits(String.raw`.+@partner\.example$`, 'root@partner-example')).toBe(false);
  });

  it.each([
    '',
    '  ',
    '.*',
    '^.*$',
    '(.+)',
    String.raw`\S+`,
    '.+@.+',
    String.raw`(\S+@\S+)`,
    String.raw`(?i).+@.+`,
    String.raw`[^@\s]+@[^@\s]+`,
    String.raw`.+@[a-z.]+`,
    String.raw`^[\w.+-]+@[\w.-]+$`,
    String.raw`(?i)^[A-Z0-9._%+-]+@[A-Z0-9.-]+\.[A-Z]{2,4}$`,
    String.raw`.+@partner\.example|.*`,
  ])('that takes any name admits anybody: %s', (pattern) => {
    expect(readSubjectFilter(pattern)).toEqual({ admits: 'anybody' });
  });

  it.each([
    String.raw`(.|.|.|.|.|.|.|.|.|.)*Z`,
    String.raw`\w+`,
    '[^@]+',
    String.raw`.+@\w+\.example`,
    String.raw`.+@.*\.example`,
    String.raw`.+@.*partner\.example`,
    String.raw`.+@?partner\.example`,
    String.raw`.+@partner\.example|root`,
    String.raw`(?!root).+@partner\.example`,
    String.raw`.+@(?!acme)[a-z]+\.example`,
    String.raw`.+(?i)@partner\.example`,
    String.raw`^(?:.+@acme\.example)?.+@partner\.example$`,
    String.raw`(.+@partner\.example)?`,
    String.raw`.+@\Qpartner.example\E`,
    String.raw`.+@partner\.example\$`,
    String.raw`.+@partner\.[ce]xample`,
    String.raw`.+@p{2}artner\.example`,
    String.raw`[a-z&&[^r]]+@partner\.example`,
    String.raw`\p{L}+@partner\.example`,
    String.raw`(.+)@\1\.example`,
    '.+@',
    '.+@partner.example)',
    '(.+@partner.example',
    '[a-z',
    '([',
    '*',
    'a**@partner.example',
    '\\',
  ])('of any other form is not known: %s', (pattern) => {
    expect(readSubjectFilter(pattern)).toEqual({ admits: 'unknown' });
  });

  it('is read before the test is over, however a pattern or a name was meant to take for ever', () => {
    const started = performance.now();
    const nested = `${'('.repeat(500)}a@b.example${')'.repeat(500)}`;

    expect(readSubjectFilter(`${'a+'.repeat(500)}!`).admits).toBe('unknown');
    expect(readSubjectFilter(`[${'a-'.repeat(500)}`).admits).toBe('unknown');
    expect(readSubjectFilter(`.+@${'(a|b)'.repeat(200)}`).admits).toBe('unknown');
    expect(readSubjectFilter('('.repeat(1_000)).admits).toBe('unknown');
    expect(readSubjectFilter(nested).admits).toBe('domains');
    expect(readSubjectFilter(`.+@partner\\.example|${'.+@x\\.example|'.repeat(100_000)}`).admits).toBe('unknown');
    expect(admits(String.raw`a*a*a*a*a*a*@partner\.example$`, 'a'.repeat(50_000))).toBe(false);
    expect(admits(String.raw`.+@partner\.example$`, '@partner.example!'.repeat(5_000))).toBe(false);
    expect(admits(`.+@${'.'.repeat(900)}z`, '@'.repeat(50_000))).toBe(false);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
