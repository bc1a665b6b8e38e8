import { Secret } from '@posture/platform';
import { Webhook } from 'standardwebhooks';
import { receiveHere } from '../../apps/cli/src/receive-here';
import type { LocalReceiver, ReceivedAlert } from '../../apps/cli/src/receive-here';
import { newSigningSecret, signed, whyUnverified } from '../../libs/alerts/src/sign';

const BODY = '{"type":"channel.test","data":{"test":true}}';

describe('A receiver on this machine', () => {
  const secret = newSigningSecret();
  const told: ReceivedAlert[] = [];
  const refused: string[] = [];
  let receiver: LocalReceiver;

  beforeAll(async () => {
    const tell = (alert: ReceivedAlert) => told.push(alert);
    receiver = await receiveHere({ port: 0, secret: () => secret, tell, refuse: (why) => refused.push(why) });
  });
  afterAll(() => receiver?.stop());

  const sent = async (body: string, headers: object): Promise<number> =>
    (await fetch(receiver.url, { method: 'POST', body, headers: { ...headers } })).status;

  it('tells what verifies, whichever library signed it', async () => {
    expect(await sent(BODY, signed('msg_1', new Date(), BODY, [newSigningSecret(), secret]))).toBe(204);
    const at = new Date();
    const signature = new Webhook(secret.reveal()).sign('msg_2', at, BODY);
    const timestamp = String(Math.floor(at.getTime() / 1000));
    const headers = { 'webhook-id': 'msg_2', 'webhook-timestamp': timestamp, 'webhook-signature': signature };
    expect(await sent(BODY, headers)).toBe(204);
    expect(told.map(({ type }) => type)).toEqual(['channel.test', 'channel.test']);
  });

  it('D12: refuses another byte, another secret, no signature, too much and what is no alert, and says why', async () => {
    const now = new Date();
    const right = signed('msg_1', now, BODY, [secret]);
    expect(await sent(BODY.replace('true', 'fals'), right)).toBe(401);
    expect(await sent(BODY, signed('msg_1', now, BODY, [newSigningSecret()]))).toBe(401);
    expect(await sent(BODY, {})).toBe(401);
    expect(await sent('x'.repeat(1_000_001), right)).toBe(413);
    expect(await sent('[]', signed('msg_1', now, '[]', [secret]))).toBe(401);
    expect(refused.map((why) => why.split(' ').slice(0, 4).join(' '))).toEqual([
      'its signature is of',
      'its signature is of',
      'it is not signed',
      'it is too large',
      'it is no alert',
    ]);
  });

  it('D12: believes nothing that was signed more than five minutes ago', () => {
    const headers = { ...signed('msg_1', new Date(0), BODY, [secret]) };
    expect(whyUnverified(headers, BODY, secret, new Date(299_000))).toBeNull();
    expect(whyUnverified(headers, BODY, secret, new Date(301_000))).toContain('five minutes');
    expect(
      whyUnverified(headers, BODY, new Secret(`whsec_${Buffer.alloc(32).toString('base64')}`), new Date(0)),
    ).toContain('another secret');
  });
});
