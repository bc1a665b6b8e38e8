import { admittedNames } from './subject-filter';

const admits = (pattern: string, name: string) => admittedNames(pattern)?.(name);

describe('The usernames a filter admits', () => {
  it.each([
    String.raw`\S+@partner\.example`,
    String.raw`(\S+@partner\.example)`,
    String.raw`^.+@partner\.example$`,
    String.raw`^(.*@partner\.example)$`,
    String.raw`([^@]+@partner\.example$)`,
    String.raw`^[A-Za-z0-9._%+-]+@partner\.example$`,
    String.raw`ext-\w{2,}?@partner.example`,
    String.raw`^[^@]+@(?:guests\.example|partner\.example)$`,
  ])('are those of its domains: %s', (pattern) => {
    expect(admits(pattern, 'ann@partner.example')).toBe(true);
    expect(admits(pattern, 'Ann@Partner.Example')).toBe(true);
    expect(admits(pattern, 'root@acme.example')).toBe(false);
    expect(admits(pattern, 'root@corp.partner.example')).toBe(false);
    expect(admits(pattern, 'root')).toBe(false);
  });

  it('may have more behind the domain unless the pattern ends there', () => {
    expect(admits(String.raw`.+@partner\.example`, 'root@partner.example.acme.example')).toBe(true);
    expect(admits(String.raw`.+@partner\.example$`, 'root@partner.example.acme.example')).toBe(false);
  });

  it('may have any character where a dot is not escaped', () => {
    expect(admits('.+@partner.example$', 'root@partner-example')).toBe(true);
    expect(admits(String.raw`.+@partner\.example$`, 'root@partner-example')).toBe(false);
  });

  it.each([
    '',
    '.*',
    String.raw`\S+`,
    String.raw`.+@.+`,
    String.raw`.+@\w+\.example`,
    String.raw`.+@[a-z.]+`,
    String.raw`.+@partner\.example|root@acme\.example`,
    String.raw`(.+@partner\.example)|(root@acme\.example)`,
    String.raw`(?i).+@partner\.example`,
    String.raw`(?!root).+@partner\.example`,
    String.raw`^(?:.+@acme\.example)?.+@partner\.example$`,
    String.raw`.+@\Qpartner.example\E`,
    String.raw`.+@partner\.example\$`,
    String.raw`.+@partner\.examples?`,
    String.raw`[a-z&&[^r]]+@partner\.example`,
    String.raw`(a+)+@partner\.example`,
    '.+@',
    '([',
  ])('are anybody’s guess for: %s', (pattern) => {
    expect(admittedNames(pattern)).toBeNull();
  });

  it('are told before the test is over, however a pattern or a name was meant to take for ever', () => {
    expect(admittedNames(`${'a+'.repeat(500)}!`)).toBeNull();
    expect(admittedNames(`[${'a-'.repeat(500)}`)).toBeNull();
    expect(admits(String.raw`a*a*a*a*a*a*@partner\.example$`, 'a'.repeat(50_000))).toBe(false);
    expect(admits(String.raw`.+@partner\.example$`, '@partner.example!'.repeat(5_000))).toBe(false);
  });
});
