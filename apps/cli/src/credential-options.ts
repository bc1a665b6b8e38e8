import type { Command } from 'commander';

export interface CredentialOptions {
  readonly oktaDomain: string;
  readonly tokenEnv?: string;
  readonly tokenFile?: string;
  readonly tokenStdin?: boolean;
  readonly clientId?: string;
  readonly clientSecretEnv?: string;
  readonly privateKeyFile?: string;
  readonly keyId?: string;
}

export function withCredential(command: Command): Command {
  return command
    .requiredOption('--okta-domain <domain>', 'your org, such as acme.okta.com')
    .option('--token-env <name>', 'environment variable with an API token')
    .option('--token-file <path>', 'file with an API token')
    .option('--token-stdin', 'read an API token from standard input')
    .option('--client-id <id>', 'client id of a service app or an API service integration')
    .option('--client-secret-env <name>', 'environment variable with the client secret (API service integrations)')
    .option('--private-key-file <path>', 'file with the private key of the service app, JWK or PEM')
    .option('--key-id <kid>', 'which key it is, when the app has several and the file is a PEM')
    .option('--allow-local', 'admit an org on this machine, as http://127.0.0.1:8080 (or POSTURE_ALLOW_LOOPBACK=true)');
}
