import { execFile } from 'node:child_process';
import { accessSync, constants, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];
const LIMIT_MS = 120_000;

/** The browser of this machine; null when there is none. @throws Error when POSTURE_TEST_REQUIRE_SERVERS is 1 and there is none */
export function chromium(): string | null {
  const places = (process.env['PATH'] ?? '').split(delimiter).flatMap((dir) => NAMES.map((name) => join(dir, name)));
  const found = places.find(isProgram) ?? null;
  if (found === null && process.env['POSTURE_TEST_REQUIRE_SERVERS'] === '1')
    throw new Error(
      'POSTURE_TEST_REQUIRE_SERVERS is 1, but there is no Chromium: scripts/install-servers.sh installs it',
    );
  return found;
}

/** What a browser made of a page. */
export interface Rendered {
  /** The document as it stands once it is loaded. */
  readonly dom: string;
  /** Addresses it asked for beside the file itself, the browser's own doings apart. */
  readonly asked: readonly string[];
}

/** Renders a file. No name resolves and no address but the file is reached, so that a page that needs the network shows it. */
export async function render(program: string, file: string, ...more: readonly string[]): Promise<Rendered> {
  const profile = mkdtempSync(join(tmpdir(), 'posture-browser-'));
  const log = join(profile, 'net.json');
  try {
    const { stdout } = await run(
      program,
      [
        '--headless=new',
        '--no-sandbox',
        '--disable-gpu',
        '--disable-dev-shm-usage',
        '--disable-background-networking',
        '--disable-component-update',
        '--host-resolver-rules=MAP * ~NOTFOUND',
        `--user-data-dir=${profile}`,
        `--log-net-log=${log}`,
        ...more,
        '--dump-dom',
        `file://${file}`,
      ],
      { timeout: LIMIT_MS, maxBuffer: 64 * 1024 * 1024 },
    );
    return { dom: stdout, asked: requestsOf(log, file) };
  } finally {
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

function requestsOf(log: string, file: string): string[] {
  // Written as the browser ends; without it nothing could be said.
  const text = readFileSync(log, 'utf8');
  const urls = [...text.matchAll(/"url":"((?:https?|ftp|wss?|file):[^"]*)"/g)].map(([, url]) => url ?? '');
  return [...new Set(urls)].filter(
    (url) => url !== `file://${file}` && !/^https?:\/\/[^/]*\.(google|googleapis|gvt1)\.com/.test(url),
  );
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
