import { readFileSync } from 'node:fs';
import { Command, InvalidArgumentError, Option } from 'commander';
import { PLANS, type Plan } from './http/buckets';
import { ALL_STORY_NAMES, storyNamed } from './log/stories';
import { startSandbox } from './sandbox';

interface Arguments {
  readonly port: number;
  readonly users?: number;
  readonly groups?: number;
  readonly apps?: number;
  readonly seed: string;
  readonly scenario?: string;
  readonly plan: Plan;
  readonly speed: number;
  readonly unlimited?: boolean;
  readonly classic?: boolean;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly control: boolean;
  readonly eventsPerMinute?: number;
  readonly attack?: string;
  readonly attackAfter?: number;
  readonly history?: number;
  readonly busy?: boolean;
}

const program = new Command('sandbox')
  .description('Serves a simulated Okta org on the loopback address until it is stopped.')
  .option('--port <port>', 'port to listen on; 0 takes a free one', whole, 0)
  .option('--users <n>', 'users that are not deprovisioned, 10 to 1,000,000', whole)
  .option('--groups <n>', 'groups', whole)
  .option('--apps <n>', 'applications', whole)
  .option('--seed <text>', 'what the org is generated from: the same seed, the same org', 'sandbox')
  .option('--scenario <name>', 'a scenario of this folder, or the path of a scenario file')
  .addOption(new Option('--plan <plan>', 'whose rate limits apply').choices([...PLANS]).default('workforce'))
  .option('--speed <n>', "how many of Okta's minutes pass in one", factor, 1)
  .option('--unlimited', 'count requests, but never refuse one')
  .option('--classic', 'a Classic org instead of Identity Engine')
  .option('--tls-cert <path>', 'certificate (PEM); with it the org speaks HTTPS')
  .option('--tls-key <path>', 'private key of the certificate (PEM)')
  .option('--events-per-minute <n>', 'ordinary events the System Log gets while the org is served', factor)
  .option(
    '--attack <name>',
    'an attack to play into the System Log, by name or by the id of a rule that finds it',
    attack,
  )
  .option('--attack-after <seconds>', 'when the attack is played; 60 unless told', whole)
  .option('--history <days>', 'days of ordinary life the System Log holds from the start', whole)
  .option('--busy', 'with all that is normal and looks odd in them')
  .option('--no-control', 'leave out the /__sandbox endpoints');

void main();

/** Prints one JSON line `{url, tokens, clients}` once the org answers. */
async function main(): Promise<void> {
  const given = program.parse().opts<Arguments>();
  if ((given.tlsCert === undefined) !== (given.tlsKey === undefined)) {
    program.error('--tls-cert and --tls-key: give both or neither');
  }
  try {
    const sandbox = await startSandbox({ ...given, tls: tlsOf(given) });
    const { url, tokens, clients } = sandbox;
    process.stdout.write(`${JSON.stringify({ url, tokens, clients })}\n`);
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void sandbox.stop());
  } catch (cause) {
    program.error(cause instanceof Error ? cause.message : String(cause));
  }
}

function tlsOf({ tlsCert, tlsKey }: Arguments): { cert: Buffer; key: Buffer } | undefined {
  if (tlsCert === undefined || tlsKey === undefined) return undefined;
  return { cert: readFileSync(tlsCert), key: readFileSync(tlsKey) };
}

function whole(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new InvalidArgumentError('Give a whole number.');
  return value;
}

function attack(text: string): string {
  if (storyNamed(text) !== undefined) return text;
  throw new InvalidArgumentError(`Give one of ${ALL_STORY_NAMES.join(', ')}.`);
}

function factor(text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError('Give a number above 0.');
  return value;
}
