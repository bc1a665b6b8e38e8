import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { EXCEPTION_KINDS } from '@posture/findings';
import { findingsExportCommand } from './findings-export.command';
import type { ExceptOptions } from './findings-except.action';
import { NEVER } from './never';
import type { DueOptions, ListOptions, NoteOptions } from './findings.action';

const MOST = 10_000;
const ID = new Argument('<id>', 'of the finding, as the list shows it');

export function findingsCommand(): Command {
  return new Command('findings')
    .description('Work on what scans found: see it, say who looks after it, and what becomes of it.')
    .addCommand(listCommand())
    .addCommand(showCommand())
    .addCommand(assignCommand())
    .addCommand(commentCommand())
    .addCommand(stepCommand('acknowledge', 'Say that somebody has seen it.'))
    .addCommand(stepCommand('start', 'Say that somebody works on it; it is theirs from then on.'))
    .addCommand(stepCommand('reopen', 'Put it back to open, also out of an exception.'))
    .addCommand(resolveCommand())
    .addCommand(reviewCommand())
    .addCommand(exceptCommand())
    .addCommand(dueCommand())
    .addCommand(findingsExportCommand())
    .addHelpText(
      'after',
      `
Examples:
  posture findings list 'severity:>=high status:open'
  posture findings assign 0195e000-0000-7000-8000-000000000001 me
  posture findings except 0195e000-0000-7000-8000-000000000001 --kind risk_accepted --reason "Until the migration" --until 2026-12-31`,
    );
}

function listCommand(): Command {
  return new Command('list')
    .description('Findings, worst first.')
    .argument(
      '[filter...]',
      "which, such as 'severity:>=high status:open rule:okta-path-*'; left out, all that are not resolved",
    )
    .option('--limit <count>', 'show no more than that', atMost, 50)
    .addOption(formatOption())
    .action(async (filter: readonly string[], options: ListOptions, command: Command) => {
      const { list } = await import('./findings.action');
      await list(filter.join(' '), options, command);
    });
}

function showCommand(): Command {
  return new Command('show')
    .description('One finding with its evidence, what can be done about it, and what became of it so far.')
    .addArgument(ID)
    .addOption(formatOption())
    .action(async (id: string, options: Pick<ListOptions, 'format'>, command: Command) => {
      const { show } = await import('./findings.action');
      await show(id, options, command);
    });
}

function assignCommand(): Command {
  return new Command('assign')
    .description('Say who looks after it.')
    .addArgument(ID)
    .argument('<who>', 'me, nobody, or the id of a person or key')
    .action(async (id: string, who: string, _options: object, command: Command) => {
      const { assign } = await import('./findings.action');
      await assign(id, who, command);
    });
}

function commentCommand(): Command {
  return new Command('comment')
    .description('Say something about it, which stays in its history.')
    .addArgument(ID)
    .argument('<text>')
    .action(async (id: string, text: string, _options: object, command: Command) => {
      const { comment } = await import('./findings.action');
      await comment(id, text, command);
    });
}

function stepCommand(action: 'acknowledge' | 'start' | 'reopen', description: string): Command {
  return new Command(action)
    .description(description)
    .addArgument(ID)
    .option('--note <text>', 'said with it')
    .action(async (id: string, options: NoteOptions, command: Command) => {
      const { step } = await import('./findings.action');
      await step(id, { action, ...options }, command);
    });
}

function resolveCommand(): Command {
  return new Command('resolve')
    .description('Claim that it is mended; the next scan looks, and opens it again if it is not.')
    .addArgument(ID)
    .requiredOption('--note <text>', 'what was done')
    .action(async (id: string, { note }: Required<NoteOptions>, command: Command) => {
      const { step } = await import('./findings.action');
      await step(id, { action: 'claim', note }, command);
    });
}

function reviewCommand(): Command {
  return new Command('review')
    .description('Say that it stays let stand, though it is worse now or rests on something else.')
    .addArgument(ID)
    .action(async (id: string, _options: object, command: Command) => {
      const { review } = await import('./findings.action');
      await review(id, command);
    });
}

function exceptCommand(): Command {
  return new Command('except')
    .description(
      'Let findings stand, for a reason and until an end: one, or what a rule says of a subject, or a filter means.',
    )
    .argument('[id]', 'of the one finding, as the list shows it')
    .addOption(new Option('--kind <kind>', 'why it may').choices(EXCEPTION_KINDS).makeOptionMandatory())
    .requiredOption('--reason <text>', 'ten characters or more')
    .option('--until <day>', 'the last day (UTC), as 2026-12-31, or an instant; accepted risks and controls have one')
    .option('--rule <id>', 'with --subject: whatever that rule says of it')
    .option('--subject <key>', 'such as User:00u1a2b3')
    .option('--filter <filter>', 'whatever it means of a connection, such as "severity:low rule:okta-app-*"')
    .option('--connection <id>', 'of which; it may be left out where there is but one')
    .option(
      '--expect <count>',
      'how many findings it is to cover, as it said without; only then it is saved',
      wholeCount,
    )
    .action(async (id: string | undefined, options: ExceptOptions, command: Command) => {
      const { except } = await import('./findings-except.action');
      await except(id, options, command);
    });
}

function wholeCount(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Give a whole number.');
}

function dueCommand(): Command {
  return new Command('due')
    .description('How many days findings of a connection may stand, by severity; with values, choose that.')
    .option('--connection <id>', 'of which; it may be left out where there is but one')
    .option('--critical <days>', 'days, or "never"', dueDays)
    .option('--high <days>', 'days, or "never"', dueDays)
    .option('--medium <days>', 'days, or "never"', dueDays)
    .option('--low <days>', 'days, or "never"', dueDays)
    .option('--informational <days>', 'days, or "never"', dueDays)
    .option('--open', 'also of what is open now; dates people gave stay')
    .action(async (options: DueOptions, command: Command) => {
      const { due } = await import('./findings.action');
      await due(options, command);
    });
}

function dueDays(text: string): number | typeof NEVER {
  if (text === NEVER) return NEVER;
  if (/^\d{1,5}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Give whole days, or "never".');
}

function formatOption(): Option {
  return new Option('--format <format>', 'table for people, json for programs')
    .choices(['table', 'json'])
    .default('table');
}

function atMost(text: string): number {
  const count = Number(text);
  if (/^\d+$/.test(text) && count >= 1 && count <= MOST) return count;
  throw new InvalidArgumentError(`Give a whole number from 1 to ${MOST}.`);
}
