import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import type { ScanReport } from '@posture/flows';
import { childEnvironment } from '../child-environment';
import { globalOptions } from '../global-options';
import { countLine, fixLines, verdictLine } from '../output/report-table';
import { say } from '../output/say';
import { stopSignal } from '../stop-signal';
import { runServer } from './serve.command';
import type { RunningSandbox } from './trial.action';

const SANDBOX_MAIN = join(__dirname, '..', '..', '..', 'sandbox', 'src', 'main.js');
const USERS = 2_000;

export function trialCommand(): Command {
  return new Command('trial')
    .description(
      'See it work: a simulated Okta org, a scan, the fixes, an attack, then the API. Needs nothing but Node.',
    )
    .option('--once', 'end after the scan instead of serving the API')
    .option('--users <count>', 'size of the simulated org', String(USERS))
    .option('--events-per-minute <count>', 'ordinary events that happen in the org while the API is served')
    .option('--attack <name>', 'an attack that happens in the org while the API is served, such as mfa-fatigue')
    .option('--attack-after <seconds>', 'when it does; 60 seconds unless told')
    .addHelpText(
      'after',
      `
Everything stays on this machine. Without --data-dir the inventory is thrown away at the end.`,
    )
    .action(async (options: TrialOptions, command: Command) => {
      const { once, users } = options;
      const { dataDir: kept, quiet = false } = globalOptions(command);
      const dataDir = kept ?? mkdtempSync(join(tmpdir(), 'posture-trial-'));
      const stop = stopSignal();
      let sandbox: RunningSandbox | null = null;
      try {
        sandbox = await startSandbox(users, showOf(options));
        const { scanSandbox } = await import('./trial.action');
        await scanSandbox(sandbox, dataDir, quiet, stop.signal, (report) => say(trialText(report)));
        say(NEXT);
        if (once === true) return;
        stop.release();
        say('\nThe trial org now over HTTP, until Ctrl-C:');
        const stores = { POSTURE_DATA_DIR: dataDir, POSTURE_DATABASE_URL: '', POSTURE_NEO4J_URL: '' };
        // The trial's org answers on this machine.
        process.exitCode = await runServer({ ...stores, POSTURE_ALLOW_LOOPBACK: 'true' });
      } finally {
        stop.release();
        sandbox?.process.kill();
        if (kept === undefined) rmSync(dataDir, { recursive: true, force: true });
      }
    });
}

interface TrialOptions {
  readonly once?: boolean;
  readonly users: string;
  readonly eventsPerMinute?: string;
  readonly attack?: string;
  readonly attackAfter?: string;
}

/** What shall happen in the org, in the words of its own command line. */
function showOf({ eventsPerMinute, attack, attackAfter }: TrialOptions): string[] {
  const given = { '--events-per-minute': eventsPerMinute, '--attack': attack, '--attack-after': attackAfter };
  return Object.entries(given).flatMap(([option, value]) => (value === undefined ? [] : [option, value]));
}

interface SandboxReady {
  readonly url: string;
  readonly tokens: readonly { readonly roles: readonly string[]; readonly value: string }[];
}

/** The sandbox prints one JSON line when it is ready. */
function startSandbox(users: string, show: readonly string[]): Promise<RunningSandbox> {
  // Its standard error is ours: it says why it refuses a size.
  const options = ['--scenario', 'trial', '--users', users, '--unlimited', ...show];
  const child = spawn(process.execPath, [SANDBOX_MAIN, ...options], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: childEnvironment('sandbox'),
  });
  return new Promise((resolve, reject) => {
    let text = '';
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`The simulated org ended with code ${code}.`)));
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const end = text.indexOf('\n');
      if (end < 0) return;
      const { url, tokens } = JSON.parse(text.slice(0, end)) as SandboxReady;
      const token = tokens.find(({ roles }) => roles.includes('SUPER_ADMIN'));
      if (token === undefined) return reject(new Error('The simulated org gave no token.'));
      resolve({ process: child, url, token: token.value });
    });
  });
}

const NEXT = `
Next, your own org, read only:
  npm run posture -- connect --okta-domain YOUR_ORG.okta.com    what to create in Okta, and the scan to run then`;

function trialText(report: ScanReport): string {
  return [
    `${countLine(report)}.`,
    'Ten fixes, one per root cause, the one with most risk upon it first:',
    '',
    ...fixLines(report),
    '',
    verdictLine(report),
  ].join('\n');
}
