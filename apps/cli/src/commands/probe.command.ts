import { Command, Option } from 'commander';
import { loadShippedRules, openOkta, probeOkta } from '@posture/flows';
import { systemClock } from '@posture/platform';
import { readCredential, withCredential } from '../credential-options';
import type { CredentialOptions } from '../credential-options';
import { probeText } from '../output/probe-text';
import { say } from '../output/say';

export function probeCommand(): Command {
  return withCredential(new Command('probe'))
    .description('Say what a credential may read, what is missing and what that switches off. Stores nothing.')
    .addOption(new Option('--format <format>').choices(['text', 'json']).default('text'))
    .action(async (options: CredentialOptions & { format: 'text' | 'json' }) => {
      const credential = readCredential(options);
      const link = openOkta(
        { domain: options.oktaDomain, credential, allowLocal: options.allowLocal ?? false },
        systemClock,
      );
      try {
        const probe = await probeOkta(link, await loadShippedRules());
        say(options.format === 'json' ? JSON.stringify(probe, null, 2) : probeText(probe));
      } finally {
        await link.close();
      }
    });
}
