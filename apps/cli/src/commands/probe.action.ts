import type { Command } from 'commander';
import { probeLink } from '@posture/flows';
import type { CredentialOptions } from '../credential-options';
import { configOf } from '../open-app';
import { connectRequest, openLink } from '../open-link';
import { probeText } from '../output/probe-text';
import { say } from '../output/say';
import { stopSignal } from '../stop-signal';

export interface ProbeOptions extends CredentialOptions {
  readonly format: 'text' | 'json';
}

export async function probe(options: ProbeOptions, command: Command): Promise<void> {
  const { link, provider, rules } = await openLink(connectRequest(options), configOf(command));
  const stop = stopSignal();
  try {
    const report = await probeLink(link, provider, rules, stop.signal);
    say(options.format === 'json' ? JSON.stringify(report, null, 2) : probeText(report));
  } finally {
    stop.release();
    await link.close();
  }
}
