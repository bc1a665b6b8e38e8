import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import type { GlobalOptions } from '../global-options';
import { namedServer, serverAddress } from './server-address';

const KEY = 'posture_invented-key';

function commandWith(options: GlobalOptions): Command {
  const command = new Command();
  for (const [name, value] of Object.entries(options)) command.setOptionValue(name, value);
  return command;
}

describe('The address of a server', () => {
  const home = mkdtempSync(join(tmpdir(), 'posture-address-'));
  const before = process.env['POSTURE_API_KEY'];

  beforeEach(() => void (process.env['POSTURE_API_KEY'] = KEY));
  afterAll(() => {
    if (before === undefined) delete process.env['POSTURE_API_KEY'];
    else process.env['POSTURE_API_KEY'] = before;
    rmSync(home, { recursive: true, force: true });
  });

  it.each([
    ['https://posture.acme.example', 'https://posture.acme.example'],
    ['https://acme.example/posture/', 'https://acme.example/posture'],
    ['http://127.0.0.1:8420/api/v1', 'http://127.0.0.1:8420'],
    ['http://localhost:8420', 'http://localhost:8420'],
    ['http://[::1]:8420/', 'http://[::1]:8420'],
  ])('%s is asked at %s', (named, url) => {
    expect(serverAddress(named, commandWith({})).url).toBe(url);
  });

  it.each([
    ['posture.acme.example', 'server.address_invalid'],
    ['ftp://posture.acme.example', 'server.address_invalid'],
    ['https://owner:key@posture.acme.example', 'server.address_invalid'],
    ['https://posture.acme.example/?key=1', 'server.address_invalid'],
    ['http://posture.acme.example', 'server.plain_http'],
    ['http://127.0.0.1.acme.example', 'server.plain_http'],
    ['http://10.0.0.7:8420', 'server.plain_http'],
  ])('%s is refused: %s', (named, code) => {
    expect(() => serverAddress(named, commandWith({}))).toThrow(expect.objectContaining({ code, field: '--server' }));
  });

  it('may be http: where somebody says so', () => {
    expect(serverAddress('http://10.0.0.7:8420', commandWith({ plainHttp: true })).url).toBe('http://10.0.0.7:8420');
  });

  it('goes with a key of a file before that of the environment, and with no data directory', () => {
    const file = join(home, 'key');
    writeFileSync(file, 'posture_of-a-file\n');
    const at = (options: GlobalOptions) => serverAddress('https://posture.acme.example', commandWith(options));
    expect(at({ apiKeyFile: file }).key.reveal()).toBe('posture_of-a-file');
    expect(at({}).key.reveal()).toBe(KEY);
    expect(() => at({ dataDir: home })).toThrow(expect.objectContaining({ code: 'server.two_places' }));
    process.env['POSTURE_API_KEY'] = '';
    expect(() => at({})).toThrow(expect.objectContaining({ code: 'server.key_missing' }));
    process.env['POSTURE_API_KEY'] = 'two words';
    expect(() => at({})).toThrow(expect.objectContaining({ code: 'credential.malformed' }));
  });

  it('is that of the command before that of the environment', () => {
    process.env['POSTURE_SERVER'] = 'https://b.example';
    expect(namedServer(commandWith({ server: 'https://a.example' }))).toBe('https://a.example');
    expect(namedServer(commandWith({}))).toBe('https://b.example');
    delete process.env['POSTURE_SERVER'];
    expect(namedServer(commandWith({}))).toBeNull();
  });
});
