import { Command } from 'commander';
import { abortCommand } from './commands/abort.command';
import { auditCommand } from './commands/audit.command';
import { channelsCommand } from './commands/channels.command';
import { connectCommand } from './commands/connect.command';
import { connectionsCommand } from './commands/connections.command';
import { doctorCommand } from './commands/doctor.command';
import { exceptionsCommand } from './commands/exceptions.command';
import { findingsCommand } from './commands/findings.command';
import { accessCommand, driftCommand } from './commands/drift.command';
import { graphCommand } from './commands/graph.command';
import { keysCommand } from './commands/keys.command';
import { migrateCommand } from './commands/migrate.command';
import { noticesCommand } from './commands/notices.command';
import { probeCommand } from './commands/probe.command';
import { receiveCommand } from './commands/receive.command';
import { replayCommand } from './commands/replay.command';
import { reportCommand } from './commands/report.command';
import { rulesCommand } from './commands/rules.command';
import { runsCommand } from './commands/runs.command';
import { scanCommand } from './commands/scan.command';
import { schedulesCommand } from './commands/schedules.command';
import { serveCommand } from './commands/serve.command';
import { trialCommand } from './commands/trial.command';
import { watchCommand } from './commands/watch.command';
import { refuseElsewhere } from './elsewhere';

/** The command line with all its commands, not run yet. */
export const program = new Command('posture')
  .description(
    'Finds identity risks in your Okta org: who can do what, how they could get there, and what to mend first.',
  )
  .version('0.1.0')
  .option(
    '--data-dir <dir>',
    'where the inventory, findings and keys are kept (default: ~/.posture, or POSTURE_DATA_DIR)',
  )
  .option('--quiet', 'print results only, no progress')
  .option('--server <url>', 'ask this server instead of the data directory (or POSTURE_SERVER)')
  .option('--api-key-file <path>', 'file with the API key a server is asked with (or POSTURE_API_KEY holds it)')
  .option('--plain-http', 'send that key to another machine by http: too, where everybody on the way can read it')
  .hook('preAction', (_program, command) => refuseElsewhere(command))
  .addHelpText(
    'after',
    `
First steps:
  posture trial                                  see it work on a simulated org, nothing needed
  posture connect --okta-domain acme.okta.com    what to create in Okta for a read-only credential
  posture probe   --okta-domain acme.okta.com --token-env OKTA_TOKEN    what that credential may read
  posture scan    --okta-domain acme.okta.com --token-env OKTA_TOKEN    read, judge, print findings
  posture watch   --okta-domain acme.okta.com --token-env OKTA_TOKEN    then follow its log, a line for each finding
  posture serve                                  the same over HTTP

With --server, findings, runs, rules, keys, the audit log and more are those of a running server, printed alike; what reads an org or
serves one is done on this machine only, and says so.

Secrets are read from the environment, a file or standard input, never from a flag.
Settings of servers (PostgreSQL, Neo4j, port) are POSTURE_ variables; .env.example explains each.`,
  );

for (const command of [
  trialCommand(),
  connectCommand(),
  probeCommand(),
  scanCommand(),
  reportCommand(),
  watchCommand(),
  replayCommand(),
  receiveCommand(),
  serveCommand(),
  connectionsCommand(),
  schedulesCommand(),
  noticesCommand(),
  findingsCommand(),
  exceptionsCommand(),
  runsCommand(),
  accessCommand(),
  driftCommand(),
  abortCommand(),
  rulesCommand(),
  graphCommand(),
  keysCommand(),
  channelsCommand(),
  auditCommand(),
  migrateCommand(),
  doctorCommand(),
])
  program.addCommand(command);
prepare(program);

/** Errors come here instead of ending the process with a code of commander's own; nested commands do not inherit it. */
function prepare(command: Command): void {
  command
    .exitOverride()
    .showHelpAfterError('(run with --help to see what is possible)')
    .configureHelp({ showGlobalOptions: true });
  for (const nested of command.commands) prepare(nested);
}
