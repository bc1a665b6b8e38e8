import { Command, Option } from 'commander';
import { loadShippedRules, openOkta, probeOkta } from '@posture/flows';
import { systemClock } from '@posture/platform';
import { readCredential, withCredential } from '../credential-options';
import type { CredentialOptions } from '../credential-options';
import { configOf } from '../open-engine';
import { probeText } from '../output/probe-text';
import { say } from '../output/say';
import { stopSignal } from '../stop-signal';

export function probeCommand(): Command {
  return withCredential(new Command('probe'))
    .description('Say what a credential may read, what is missing and what that switches off. Stores nothing.')
    .addOption(
      new Option('--format <format>', 'text for people, json for programs').choices(['text', 'json']).default('text'),
    )
    .addHelpText(
      'after',
      `
Each resource is tried once, with a few dozen requests in all. Nothing is written here or in Okta. Example:
  read -rs OKTA_TOKEN && export OKTA_TOKEN
  posture probe --okta-domain acme.okta.com --token-env OKTA_TOKEN`,
    )
    .action(async (options: CredentialOptions & { format: 'text' | 'json' }, command: Command) => {
      const { allowLoopback } = configOf(command);
      const credential = readCredential(options);
      const stop = stopSignal();
      const link = openOkta({ domain: options.oktaDomain, credential, allowLoopback }, systemClock);
      try {
        const probe = await probeOkta(link, await loadShippedRules(), stop.signal);
        say(options.format === 'json' ? JSON.stringify(probe, null, 2) : probeText(probe));
      } finally {
        stop.release();
        await link.close();
      }
    });
}
