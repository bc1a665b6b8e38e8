import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { EXCEPTION_KINDS } from '@posture/findings';
import { alsoElsewhere } from '../elsewhere';
import { findingsExportCommand } from './findings-export.command';
import type { ExceptManyOptions } from './exceptions.action';
import type { DueOptions, ExceptOptions, ListOptions, NoteOptions, SaveOptions } from './findings.action';
import { formatOption, mostOption } from './list-options';
import { NEVER } from './never';

const ID = new Argument('<id>', 'of the finding, as the list shows it');

export function findingsCommand(): Command {
  return new Command('findings')
    .description('Work on what scans found: see it, say who looks after it, and what becomes of it.')
    .addCommand(listCommand())
    .addCommand(saveCommand())
    .addCommand(showCommand())
    .addCommand(assignCommand())
    .addCommand(commentCommand())
    .addCommand(stepCommand('acknowledge', 'Say that somebody has seen it.'))
    .addCommand(stepCommand('start', 'Say that somebody works on it; it is theirs from then on.'))
    .addCommand(stepCommand('reopen', 'Put it back to open, also out of an exception.'))
    .addCommand(resolveCommand())
    .addCommand(reviewCommand())
    .addCommand(exceptCommand())
    .addCommand(exceptManyCommand())
    .addCommand(dueCommand())
    .addCommand(findingsExportCommand())
    .addHelpText(
      'after',
      `
Examples:
  posture findings list 'severity:>=high status:open'
  posture findings save 'Mine, overdue' 'assignee:me is:overdue'
  posture findings list --view 'Mine, overdue' --group-by fix
  posture findings assign 0195e000-0000-7000-8000-000000000001 me
  posture findings except 0195e000-0000-7000-8000-000000000001 --kind risk_accepted --reason "Until the migration" --until 2026-12-31`,
    );
}

function listCommand(): Command {
  return alsoElsewhere('list')
    .description('Findings, worst first.')
    .argument(
      '[filter...]',
      "which, such as 'severity:>=high status:open rule:okta-path-*'; left out, all that are not resolved",
    )
    .option('--view <name>', 'a saved view: what its filter means, too, in its order')
    .addOption(new Option('--group-by <what>', 'how many have it in common').choices(['rule', 'subject', 'fix']))
    .addOption(mostOption())
    .addOption(formatOption())
    .action(async (filter: readonly string[], options: ListOptions, command: Command) => {
      const { list } = await import('./findings.action');
      await list(filter.join(' '), options, command);
    });
}

function saveCommand(): Command {
  return alsoElsewhere('save')
    .description('Keep a filter under a name, for list --view.')
    .argument('<name>')
    .argument('<filter...>', "such as 'assignee:me is:overdue'; me is whoever uses it")
    .option('--sort <order>', "such as '-score'; left out, worst first")
    .option('--shared', 'everybody may use it', false)
    .action(async (name: string, filter: readonly string[], options: SaveOptions, command: Command) => {
      const { save } = await import('./findings.action');
      await save(name, filter.join(' '), options, command);
    });
}

function showCommand(): Command {
  return alsoElsewhere('show')
    .description('One finding with its evidence, what can be done about it, and what became of it so far.')
    .addArgument(ID)
    .addOption(formatOption())
    .action(async (id: string, options: Pick<ListOptions, 'format'>, command: Command) => {
      const { show } = await import('./findings.action');
      await show(id, options, command);
    });
}

function assignCommand(): Command {
  return alsoElsewhere('assign')
    .description('Say who looks after it.')
    .addArgument(ID)
    .argument('<who>', 'me, nobody, or the id of a person or key')
    .action(async (id: string, who: string, _options: object, command: Command) => {
      const { assign } = await import('./findings.action');
      await assign(id, who, command);
    });
}

function commentCommand(): Command {
  return alsoElsewhere('comment')
    .description('Say something about it, which stays in its history.')
    .addArgument(ID)
    .argument('<text>')
    .action(async (id: string, text: string, _options: object, command: Command) => {
      const { comment } = await import('./findings.action');
      await comment(id, text, command);
    });
}

function stepCommand(action: 'acknowledge' | 'start' | 'reopen', description: string): Command {
  return alsoElsewhere(action)
    .description(description)
    .addArgument(ID)
    .option('--note <text>', 'said with it')
    .action(async (id: string, options: NoteOptions, command: Command) => {
      const { step } = await import('./findings.action');
      await step(id, { action, ...options }, command);
    });
}

function resolveCommand(): Command {
  return alsoElsewhere('resolve')
    .description('Claim that it is mended; the next scan looks, and opens it again if it is not.')
    .addArgument(ID)
    .requiredOption('--note <text>', 'what was done')
    .action(async (id: string, { note }: Required<NoteOptions>, command: Command) => {
      const { step } = await import('./findings.action');
      await step(id, { action: 'claim', note }, command);
    });
}

function reviewCommand(): Command {
  return alsoElsewhere('review')
    .description('Say that it stays let stand, though it is worse now or rests on something else.')
    .addArgument(ID)
    .action(async (id: string, _options: object, command: Command) => {
      const { review } = await import('./findings.action');
      await review(id, command);
    });
}

function exceptCommand(): Command {
  return alsoElsewhere('except')
    .description('Let it stand, for a reason and until an end.')
    .addArgument(ID)
    .addOption(new Option('--kind <kind>', 'why it may').choices(EXCEPTION_KINDS).makeOptionMandatory())
    .requiredOption('--reason <text>', 'ten characters or more')
    .option('--until <day>', 'the last day (UTC), as 2026-12-31, or an instant; accepted risks and controls have one')
    .action(async (id: string, options: ExceptOptions, command: Command) => {
      const { except } = await import('./findings.action');
      await except(id, options, command);
    });
}

function exceptManyCommand(): Command {
  return alsoElsewhere('except-many')
    .description(
      'Let stand whatever a rule says of a subject, or a filter means, now and later; counted before it is saved.',
    )
    .addOption(new Option('--kind <kind>', 'why they may').choices(EXCEPTION_KINDS).makeOptionMandatory())
    .requiredOption('--reason <text>', 'ten characters or more')
    .option('--until <day>', 'the last day (UTC), as 2026-12-31, or an instant; accepted risks and controls have one')
    .option('--rule <id>', 'with --subject: whatever that rule says of it')
    .option('--subject <key>', 'such as User:00u1a2b3')
    .option('--filter <filter>', 'whatever it means of a connection, such as "severity:low rule:okta-app-*"')
    .option('--connection <id>', 'of which; it may be left out where there is but one')
    .option('--expect <count>', 'how many it is to cover, as it said without; only then it is saved', wholeCount)
    .action(async (options: ExceptManyOptions, command: Command) => {
      const { exceptMany } = await import('./exceptions.action');
      await exceptMany(options, command);
    });
}

function wholeCount(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Give a whole number.');
}

function dueCommand(): Command {
  return alsoElsewhere('due')
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
