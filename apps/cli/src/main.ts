#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { connectCommand } from './commands/connect.command';
import { doctorCommand } from './commands/doctor.command';
import { graphCommand } from './commands/graph.command';
import { migrateCommand } from './commands/migrate.command';
import { probeCommand } from './commands/probe.command';
import { rulesCommand } from './commands/rules.command';
import { scanCommand } from './commands/scan.command';
import { serveCommand } from './commands/serve.command';
import { trialCommand } from './commands/trial.command';
import { EXIT_ERROR, sayError } from './output/say';

const program = new Command('posture')
  .description(
    'Finds identity risks in your Okta org: who can do what, how they could get there, and what to mend first.',
  )
  .version('0.1.0')
  .option(
    '--data-dir <dir>',
    'where the inventory, findings and keys are kept (default: ~/.posture, or POSTURE_DATA_DIR)',
  )
  .option('--quiet', 'print results only, no progress')
  .showHelpAfterError('(run with --help to see what is possible)')
  .exitOverride()
  .addHelpText(
    'after',
    `
First steps:
  posture trial                               see it work on a simulated org, nothing needed
  posture connect --okta-domain acme.okta.com what to create in Okta for a read-only credential
  posture probe   --okta-domain acme.okta.com --token-env OKTA_TOKEN   what that credential may read
  posture scan    --okta-domain acme.okta.com --token-env OKTA_TOKEN   read, judge, print findings

Secrets are read from the environment, a file or standard input, never from a flag.`,
  );

for (const command of [
  trialCommand(),
  connectCommand(),
  probeCommand(),
  scanCommand(),
  serveCommand(),
  rulesCommand(),
  graphCommand(),
  migrateCommand(),
  doctorCommand(),
]) {
  program.addCommand(command.exitOverride().showHelpAfterError('(run with --help to see what is possible)'));
}

program.parseAsync().catch((error: unknown) => {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : EXIT_ERROR;
    return;
  }
  sayError(error);
  process.exitCode = EXIT_ERROR;
});
