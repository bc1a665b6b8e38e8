import { Command } from 'commander';
import type { ConnectOptions } from './connect.action';

export function connectCommand(): Command {
  return new Command('connect')
    .description(
      'Make a key pair and say what to create in Okta for a read-only credential. Needs no credential and calls nobody.',
    )
    .requiredOption('--okta-domain <domain>', 'your org, such as acme.okta.com')
    .option('--key-file <path>', 'where the private key is written (mode 0600)', 'okta-private-key.json')
    .option('--allow-local', 'admit an org on this machine, as http://127.0.0.1:8080 (or POSTURE_ALLOW_LOOPBACK=true)')
    .action(async (options: ConnectOptions, command: Command) => {
      const { connect } = await import('./connect.action');
      await connect(options, command);
    });
}
