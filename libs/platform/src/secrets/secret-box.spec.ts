import fs, { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { Secret } from './secret';
import { SecretBox } from './secret-box';

describe('SecretBox', () => {
  const dir = mkdtempSync(join(tmpdir(), 'posture-key-'));
  const file = join(dir, 'sub', 'master.key');
  afterAll(() => rmSync(dir, { recursive: true }));

  it('opens what it sealed, also after a restart, and keeps the key to its owner', () => {
    const sealed = SecretBox.open(file).seal(new Secret('pässword'), 'connection:1');
    expect(SecretBox.open(file).unseal(sealed, 'connection:1').reveal()).toBe('pässword');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(sealed).not.toContain('pässword');
  });

  it('seals the same text differently each time', () => {
    const box = SecretBox.open(file);
    expect(box.seal(new Secret('x'), 'r')).not.toBe(box.seal(new Secret('x'), 'r'));
  });

  it.each([
    ['another record', (sealed: string) => [sealed, 'connection:2']],
    ['a changed text', (sealed: string) => [`${sealed.slice(0, -2)}AA`, 'connection:1']],
    ['no sealed text', () => ['hello', 'connection:1']],
  ])('refuses %s', (_what, change) => {
    const box = SecretBox.open(file);
    const [sealed, record] = change(box.seal(new Secret('a long enough secret'), 'connection:1'));
    expect(() => box.unseal(sealed!, record!)).toThrow(expect.objectContaining({ code: 'secret.unreadable' }));
  });

  it('refuses another master key, and says what to do', () => {
    const sealed = SecretBox.open(file).seal(new Secret('x'), 'r');
    const other = SecretBox.open(join(dir, 'other.key'));
    expect(() => other.unseal(sealed, 'r')).toThrow(
      expect.objectContaining({ code: 'secret.unreadable', remedy: expect.stringContaining('Restore') }),
    );
  });

  it('refuses a key file that others may read, or that holds no key', () => {
    const exposed = join(dir, 'exposed.key');
    SecretBox.open(exposed);
    chmodSync(exposed, 0o644);
    expect(() => SecretBox.open(exposed)).toThrow(expect.objectContaining({ code: 'secret.key_exposed' }));
    const short = join(dir, 'short.key');
    writeFileSync(short, 'abc', { mode: 0o600 });
    expect(() => SecretBox.open(short)).toThrow(expect.objectContaining({ code: 'secret.key_invalid' }));
  });

  it('leaves no key file where it cannot be written whole, and so none that nobody can read', () => {
    const full = () => {
      throw new Error('no space left');
    };
    const spies = (['writeSync', 'writeFileSync'] as const).map((name) =>
      jest.spyOn(fs, name).mockImplementation(full),
    );
    const kept = join(dir, 'full.key');
    try {
      expect(() => SecretBox.open(kept)).toThrow();
    } finally {
      for (const spy of spies) spy.mockRestore();
    }
    SecretBox.open(kept);
    expect(readdirSync(dir).filter((name) => name.startsWith('full.key'))).toEqual(['full.key']);
  });

  it('never prints a secret', () => {
    const secret = new Secret('canary');
    expect(
      `${secret} ${JSON.stringify({ secret })} ${inspect(secret)} ${inspect({ secret }, { showHidden: true })}`,
    ).not.toContain('canary');
  });
});
