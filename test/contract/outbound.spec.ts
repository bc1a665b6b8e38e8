import type { LookupAddress } from 'node:dns';
import { kindOf, targetOf } from '@posture/alerts';
import type { Admitted, ChannelKindName } from '@posture/alerts';
import { waysOut } from '../../libs/alerts/src/kind/ways-out';
import { AddressGuard } from '../../libs/alerts/src/outbound/address-guard';
import { reasonOf } from '../../libs/alerts/src/outbound/outbound-answer';
import type { OutboundAnswer } from '../../libs/alerts/src/outbound/outbound-answer';
import { HERE } from '../support/alerting';
import { Receiver } from '../support/receiver';
import { SetClock } from '../support/set-clock';

const NOBODY: Admitted = { networks: [], loopback: false, ports: [] };
const clock = new SetClock();

/** Somewhere in each range that is not public. */
const DENIED = [
  ...['0.0.0.0', '10.1.2.3', '100.64.0.1', '127.0.0.1', '169.254.169.254', '172.16.0.1', '192.0.0.1', '192.0.2.1'],
  ...['192.88.99.1', '192.168.0.7', '198.18.0.1', '198.51.100.1', '203.0.113.1', '224.0.0.1', '240.0.0.1'],
  ...['255.255.255.255', '168.63.129.16', '::', '::1', '::ffff:10.0.0.1', '64:ff9b::a00:1', '100::1', '2001:db8::1'],
  ...['2002:a00:1::', 'fc00::1', 'fe80::1', 'ff02::1', '5f00::1'],
];

const written = (address: string): string => (address.includes(':') ? `[${address}]` : address);

const codeOf = (act: () => unknown): string | null => {
  try {
    act();
    return null;
  } catch (error) {
    return (error as { code: string }).code;
  }
};

const target = (kind: ChannelKindName, url: string, admitted = NOBODY): string | null =>
  codeOf(() => targetOf(url, kindOf(kind).reach, admitted));

/** What comes of a request, and of a connection without HTTP, to an address past a guard. */
async function tried(url: string, admitted = NOBODY, found?: readonly string[][]): Promise<[string | null, string]> {
  let asked = 0;
  const resolve = (_host: string, _options: object, done: (error: null, found: LookupAddress[]) => void): void =>
    done(
      null,
      (found?.[Math.min(asked++, found.length - 1)] ?? []).map((address) => ({
        address,
        family: address.includes(':') ? 6 : 4,
      })),
    );
  const ways = waysOut(new AddressGuard(admitted, ...(found === undefined ? [] : [resolve])), clock);
  const { hostname, port } = new URL(url);
  const answer = await ways.http.post({ url: new URL(url), headers: {}, body: '{}' });
  const signal = AbortSignal.timeout(2_000);
  const socket = await ways.socket.open(hostname.replace(/^\[|\]$/g, ''), Number(port || 443), signal).then(
    (opened) => {
      opened.destroy();
      return 'opened';
    },
    (error: unknown) => reasonOf(error),
  );
  await ways.http.close();
  return [answer.error, socket];
}

describe('The way out to receivers', () => {
  it.each(DENIED)('S1: never leads to %s', async (address) => {
    expect(target('webhook', `https://${written(address)}/in`)).toBe('channel.url_invalid');
    expect(target('syslog', `tls://${written(address)}:6514`)).toBe('channel.url_invalid');
    expect(await tried(`https://${written(address)}/in`)).toEqual(['EBLOCKED', 'EBLOCKED']);
  });

  it.each(['2130706433', '0x7f.1', '0177.0.0.1', '127.1', '[::ffff:127.0.0.1]', '①②⑦.0.0.1', '127.0.0.1.'])(
    'S2: never leads to this machine, written as %s',
    (host) => {
      for (const url of [`https://${host}/in`, `https://${host}:8443/in`])
        expect(target('webhook', url)).toBe('channel.url_invalid');
      expect(target('syslog', `tls://${host}:6514`)).toBe('channel.url_invalid');
      expect(target('email', `smtp://${host}`)).toBe('channel.url_invalid');
    },
  );

  it('S3: never leads by a name to a private address', async () => {
    expect(await tried('https://siem.acme.example/in', NOBODY, [['10.1.2.3']])).toEqual(['EBLOCKED', 'EBLOCKED']);
    for (const name of ['localhost', 'siem', 'siem.local', 'metadata.google.internal', 'x.home.arpa'])
      expect(target('webhook', `https://${name}/in`)).toBe('channel.url_invalid');
  });

  it('S4: never leads by a name one of whose addresses is private', async () => {
    const both = [['93.184.216.34', '169.254.169.254']];
    expect(await tried('https://siem.acme.example/in', NOBODY, both)).toEqual(['EBLOCKED', 'EBLOCKED']);
  });

  it('S5: never leads by a name that was public when it was saved and is private when it is called', async () => {
    const url = 'https://siem.acme.example/in';
    expect(target('webhook', url)).toBeNull();
    expect(await tried(url, NOBODY, [['127.0.0.1']])).toEqual(['EBLOCKED', 'EBLOCKED']);
    const guard = new AddressGuard(NOBODY);
    expect(guard.ofConnected('siem.acme.example', '10.0.0.1')?.code).toBe('channel.url_invalid');
  });

  it('S6: follows no redirect', async () => {
    const receiver = await Receiver.start();
    const elsewhere = await Receiver.start();
    receiver.answer = { status: 302, headers: { location: elsewhere.url } };
    const { http } = waysOut(new AddressGuard(HERE), clock);
    const answer = await http.post({ url: new URL(receiver.url), headers: {}, body: '{}' });
    expect([answer.status, elsewhere.received.length]).toEqual([302, 0]);
    await http.close();
    await receiver.stop();
    await elsewhere.stop();
  });

  it.each([22, 25, 6379, 5432, 7687, 9200])('S7: leads to no port %s of a public webhook', (port) => {
    expect(target('webhook', `https://siem.acme.example:${port}/in`)).toBe('channel.url_invalid');
    expect(target('webhook', `https://siem.acme.example:${port}/in`, { ...NOBODY, ports: [port] })).toBeNull();
  });

  it('S7: leads to the ports of its kind', () => {
    expect(target('elastic', 'https://elastic.acme.example:9200')).toBeNull();
    expect(target('splunk', 'https://splunk.acme.example:8088/services/collector/event')).toBeNull();
    expect(target('syslog', 'tls://syslog.acme.example:6514')).toBeNull();
    expect(target('email', 'smtps://mail.acme.example:465')).toBeNull();
    expect(target('email', 'smtp://mail.acme.example:25')).toBe('channel.url_invalid');
  });

  it('S8: is never in the clear', () => {
    expect(target('webhook', 'http://siem.acme.example/in')).toBe('channel.url_invalid');
    expect(target('syslog', 'tcp://syslog.acme.example:6514')).toBe('channel.url_invalid');
    expect(target('webhook', 'http://127.0.0.1:9000/in', HERE)).toBeNull();
  });

  it('S9: holds no user, password or fragment', () => {
    for (const url of [
      'https://user:word@siem.acme.example/in',
      'https://user@siem.acme.example',
      'https://siem.acme.example/#x',
    ])
      expect(target('webhook', url)).toBe('channel.url_invalid');
  });

  it('S10: leads into a network that was admitted, and never to link-local addresses', async () => {
    const admitted = { ...NOBODY, networks: ['10.20.0.0/16', '169.254.0.0/16'] };
    expect(target('webhook', 'https://10.20.0.5:10443/in', admitted)).toBeNull();
    expect(target('webhook', 'https://10.21.0.5/in', admitted)).toBe('channel.url_invalid');
    expect(await tried('https://169.254.169.254/latest', admitted)).toEqual(['EBLOCKED', 'EBLOCKED']);
  });

  it('S11: says the same of an internal port whether anything listens there', async () => {
    const receiver = await Receiver.start();
    const { port } = new URL(receiver.url);
    const answerOf = async (url: string): Promise<Omit<OutboundAnswer, 'ms'>> => {
      const { http } = waysOut(new AddressGuard(NOBODY), clock);
      const { ms: _ms, ...answer } = await http.post({ url: new URL(url), headers: {}, body: '{}' });
      await http.close();
      return answer;
    };
    expect(await answerOf(`http://127.0.0.1:${port}/in`)).toEqual(await answerOf('http://127.0.0.1:1/in'));
    expect(receiver.received).toHaveLength(0);
    await receiver.stop();
  });

  it('S12: is led elsewhere by nothing in the environment', async () => {
    const receiver = await Receiver.start();
    const proxy = await Receiver.start();
    const names = ['HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'ALL_PROXY', 'NODE_USE_ENV_PROXY'];
    const before = names.map((name) => [name, process.env[name]] as const);
    for (const name of names) process.env[name] = name === 'NODE_USE_ENV_PROXY' ? '1' : new URL(proxy.url).origin;
    const { http } = waysOut(new AddressGuard(HERE), clock);
    const answer = await http.post({ url: new URL(receiver.url), headers: {}, body: '{}' });
    for (const [name, value] of before)
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    expect([answer.status, receiver.received.length, proxy.received.length]).toEqual([204, 1, 0]);
    await http.close();
    await receiver.stop();
    await proxy.stop();
  });

  it('leads to Slack and Teams by their own hosts only', () => {
    expect(target('slack', 'https://hooks.slack.com/services/T0/B0/X')).toBeNull();
    expect(target('slack', 'https://hooks.slack.com.evil.example/services/T0/B0/X')).toBe('channel.url_invalid');
    expect(target('teams', 'https://prod-01.westeurope.logic.azure.com/workflows/1?sig=x')).toBeNull();
    expect(target('teams', 'https://evillogic.azure.com/workflows/1?sig=x')).toBe('channel.url_invalid');
  });
});
