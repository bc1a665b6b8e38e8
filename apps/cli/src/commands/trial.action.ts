import type { ChildProcess } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import type { INestApplicationContext } from '@nestjs/common';
import { ChannelStore } from '@posture/alerts';
import { oktaCredentialText, oktaWire } from '@posture/connectors';
import { atLeastAsSevere } from '@posture/domain';
import type { FindingNews } from '@posture/findings';
import { AlertFlow } from '@posture/flows';
import type { ScanReport } from '@posture/flows';
import { AppConfig, Secret } from '@posture/platform';
import { withApp } from '../open-app';
import { alertText } from '../output/alert-text';
import { progressView } from '../output/progress';
import { note, say } from '../output/say';
import { wrap } from '../output/wrap';
import { receiveHere } from '../receive-here';
import type { ReceivedAlert } from '../receive-here';
import { scanHere } from '../scan-here';
import { watchHere } from '../watch-here';

export interface RunningSandbox {
  readonly process: ChildProcess;
  readonly url: string;
  readonly token: string;
}

/** Reads the org as a real one, and shows what an attack on it looks like. */
export async function scanSandbox(
  sandbox: RunningSandbox,
  dataDir: string,
  quiet: boolean,
  signal: AbortSignal,
  tell: (report: ScanReport) => void,
): Promise<void> {
  const credential = new Secret(oktaCredentialText({ kind: 'api_token', token: new Secret(sandbox.token) }));
  const request = { provider: oktaWire.provider, address: sandbox.url, credential, name: 'Trial org' };
  const input = { profile: 'default' as const, read: ['client-secrets'], acceptDisappearance: false, activityDays: 0 };
  const view = await progressView(quiet);
  try {
    if (!quiet) note(`A simulated Okta org answers at ${sandbox.url}. Reading it as a real one:`);
    const config = AppConfig.parse({ HOME: dataDir }, { dataDir, logLevel: 'error', allowLoopback: true });
    const watch = { onProgress: view.onProgress, signal };
    return await withApp(config, async (app) => {
      const { report } = await scanHere(app, request, input, watch);
      view.stop();
      tell(report);
      await showAttack(app, sandbox, report.connection.id, signal);
    });
  } finally {
    view.stop();
  }
}

/** Told in the words of the simulated org. */
const ATTACK = 'mfa-fatigue';
/** Whoever is shown something waits no longer. */
const SHOWN_MS = 60_000;
const LOOK_MS = 100;

/** An attack is played while the log is followed, and shown as soon as it is found. */
async function showAttack(
  app: INestApplicationContext,
  { url }: RunningSandbox,
  connectionId: string,
  signal: AbortSignal,
): Promise<void> {
  const alerted = await listenForAlerts(app);
  say('\nNow its log is followed, and somebody who has a password sends push after push:');
  const shown = new AbortController();
  const until = AbortSignal.any([signal, shown.signal, AbortSignal.timeout(SHOWN_MS)]);
  const body = JSON.stringify({ story: ATTACK });
  const headers = { 'content-type': 'application/json' };
  await fetch(`${url}/__sandbox/log/play`, { method: 'POST', headers, body });
  const playedAt = Date.now();
  let detected: FindingNews | null = null;
  await watchHere(app, connectionId, until, (news) => {
    const { severity, evidence } = news.finding;
    if (detected !== null || evidence.events === undefined || !atLeastAsSevere(severity, 'high')) return;
    detected = news;
    say(attackText(news, (news.at.getTime() - playedAt) / 1000));
    shown.abort();
  });
  signal.throwIfAborted();
  say('\nWhoever listens is told. A receiver on this machine was sent, and verified:');
  await alerted(signal);
}

/** A receiver of this process as the only channel. @returns waits until an alert came in, shows it, and takes both away */
async function listenForAlerts(app: INestApplicationContext): Promise<(signal: AbortSignal) => Promise<void>> {
  const [channels, alerts] = [app.get(ChannelStore), app.get(AlertFlow)];
  // What has happened until now is told to nobody.
  await alerts.goOn();
  let known: Secret | null = null;
  const came: ReceivedAlert[] = [];
  const receiver = await receiveHere({
    port: 0,
    secret: () => known,
    tell: (alert) => came.push(alert),
    refuse: (why) => note(`Refused: ${why}.`),
  });
  const { channel, secret } = await channels.create({
    ...{ kind: 'webhook', name: 'Trial', url: new URL(receiver.url), format: 'native', settings: {}, credential: {} },
    ...{ filter: { minSeverity: 'high', types: [], connectionIds: [] }, includesEvidence: false },
  });
  known = secret;
  return async (signal) => {
    const until = AbortSignal.any([signal, AbortSignal.timeout(SHOWN_MS)]);
    while (came.length === 0 && !until.aborted) {
      await alerts.goOn();
      await delay(LOOK_MS);
    }
    if (came[0] !== undefined) say(alertText(came[0]));
    await channels.delete(channel.id, (await channels.get(channel.id)).version);
    await receiver.stop();
  };
}

function attackText({ finding }: FindingNews, seconds: number): string {
  const { severity, title, why, rule, evidence } = finding;
  const events = evidence.events ?? [];
  const values = evidence.facts.flatMap(({ fact, value }) => (value === null ? [] : [`${fact} ${String(value)}`]));
  return [
    ...wrap(`${title} (${rule})`, `${severity.padEnd(9)}`),
    ...wrap(why, '         '),
    ...wrap(`values: ${values.join(', ')}`, '         '),
    ...wrap(`proven by ${events.length} events, the first ${events[0]?.id ?? ''}`, '         '),
    `         found ${seconds.toFixed(1)} s after it was over`,
  ].join('\n');
}
