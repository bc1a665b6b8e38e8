import type { ChildProcess } from 'node:child_process';
import { oktaCredentialText, oktaWire } from '@posture/connectors';
import type { ScanReport } from '@posture/flows';
import { AppConfig, Secret } from '@posture/platform';
import { withApp } from '../open-app';
import { progressView } from '../output/progress';
import { note } from '../output/say';
import { scanHere } from '../scan-here';

export interface RunningSandbox {
  readonly process: ChildProcess;
  readonly url: string;
  readonly token: string;
}

export async function scanSandbox(
  sandbox: RunningSandbox,
  dataDir: string,
  quiet: boolean,
  signal: AbortSignal,
): Promise<ScanReport> {
  const credential = new Secret(oktaCredentialText({ kind: 'api_token', token: new Secret(sandbox.token) }));
  const request = { provider: oktaWire.provider, address: sandbox.url, credential, name: 'Trial org' };
  const input = { profile: 'default' as const, read: ['client-secrets'], acceptDisappearance: false };
  const view = await progressView(quiet);
  try {
    if (!quiet) note(`A simulated Okta org answers at ${sandbox.url}. Reading it as a real one:`);
    const config = AppConfig.parse({ HOME: dataDir }, { dataDir, logLevel: 'error', allowLoopback: true });
    const watch = { onProgress: view.onProgress, signal };
    return await withApp(config, async (app) => (await scanHere(app, request, input, watch)).report);
  } finally {
    view.stop();
  }
}
