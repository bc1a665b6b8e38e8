import { Command, Option } from 'commander';
import { withCredential } from '../credential-options';
import type { ProbeOptions } from './probe.action';

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
    .action(async (options: ProbeOptions, command: Command) => {
      const { probe } = await import('./probe.action');
      await probe(options, command);
    });
}
