import { DomainError } from '@posture/domain';
import { Secret } from '@posture/platform';
import { alertText } from '../output/alert-text';
import { note, say } from '../output/say';
import { receiveHere } from '../receive-here';
import { stopSignal } from '../stop-signal';

export interface ReceiveCommandOptions {
  readonly secretEnv: string;
  readonly port: string;
  readonly count?: string;
}

const SECRET = /^whsec_[A-Za-z0-9+/=]{32,}$/;

/** Until Ctrl-C, or until as many came as were asked for. */
export async function receive({ secretEnv, port, count }: ReceiveCommandOptions): Promise<void> {
  const secret = secretOf(secretEnv);
  const most = count === undefined ? Number.POSITIVE_INFINITY : wholeNumber('--count', count, 1_000_000);
  const listenAt = wholeNumber('--port', port, 65_535);
  const stop = stopSignal();
  const enough = new AbortController();
  let told = 0;
  const receiver = await receiveHere({
    port: listenAt,
    secret: () => secret,
    tell: (alert) => {
      say(alertText(alert));
      told += 1;
      if (told >= most) enough.abort();
    },
    refuse: (why) => note(`Refused: ${why}.`),
  });
  note(`Alerts are taken at ${receiver.url}, until Ctrl-C.`);
  const end = AbortSignal.any([stop.signal, enough.signal]);
  if (!end.aborted) await new Promise((done) => end.addEventListener('abort', done, { once: true }));
  // The last one is answered before the door closes.
  await receiver.stop();
  stop.release();
}

function secretOf(name: string): Secret {
  const value = process.env[name]?.trim() ?? '';
  if (SECRET.test(value)) return new Secret(value);
  throw new DomainError('receive.secret_missing', 'invalid', `${name} holds no secret of a channel.`, {
    field: '--secret-env',
    remedy: 'Give the name of an environment variable that holds the whsec_… the channel was made with.',
  });
}

function wholeNumber(option: string, text: string, most: number): number {
  if (/^\d{1,7}$/.test(text) && Number(text) <= most) return Number(text);
  throw new DomainError('receive.number_invalid', 'invalid', `${option} is no number up to ${most}.`, {
    field: option,
    remedy: 'Give a whole number.',
  });
}
