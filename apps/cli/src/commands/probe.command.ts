import { Command, Option } from 'commander';
import { withCredential } from '../credential-options';
import type { CredentialOptions } from '../credential-options';
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
    .action(async (options: CredentialOptions & { format: 'text' | 'json' }) => {
      const { openLink } = await import('../open-link');
      const { probeLink } = await import('@posture/flows');
      const { link, provider, rules } = await openLink(options);
      const stop = stopSignal();
      try {
        const probe = await probeLink(link, provider, rules, stop.signal);
        say(options.format === 'json' ? JSON.stringify(probe, null, 2) : probeText(probe));
      } finally {
        stop.release();
        await link.close();
      }
    });
}
