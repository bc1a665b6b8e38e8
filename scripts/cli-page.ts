import type { Command } from 'commander';
import { isElsewhere } from '../apps/cli/src/elsewhere';
import { program } from '../apps/cli/src/program';

/** Where it is kept, from the root of the repository. */
export const CLI_PAGE = 'docs/reference/cli.md';

/** Text of `docs/reference/cli.md`: every command with what it takes, and whether a server can be asked for it. */
export function renderCli(): string {
  return [
    '# The command line\n',
    'Written by `npm run docs` from the commands; `posture COMMAND --help` shows the same with examples.\n',
    'Of every command:\n',
    ...optionRows(program),
    '',
    'A command marked *asks a server* is done by the server that `--server` or `POSTURE_SERVER` names, and prints the same. Any other is refused then',
    'and names what to do instead ([operating](../operating.md#the-command-line-asks-a-server)).\n',
    ...program.commands.flatMap((command) => sections(command, 'posture')),
  ].join('\n');
}

function sections(command: Command, before: string): string[] {
  const words = `${before} ${command.name()}`;
  const nested = command.commands.flatMap((each) => sections(each, words));
  if (nested.length > 0 && !isElsewhere(command)) return nested;
  const takes = command.registeredArguments.map((argument) => {
    const said = `${argument.name()}${argument.variadic ? '...' : ''}`;
    return argument.required ? ` <${said}>` : ` [${said}]`;
  });
  const options = optionRows(command);
  return [
    `## \`${words}${takes.join('')}\`\n`,
    `${command.description()}${isElsewhere(command) ? ' *Asks a server.*' : ''}`,
    ...(options.length === 0 ? [] : ['', ...options]),
    '',
    ...nested,
  ];
}

function optionRows({ options }: Command): string[] {
  return options.map(({ flags, description, mandatory, argChoices, defaultValue }) => {
    const more = [
      ...(mandatory ? ['required'] : []),
      ...(argChoices === undefined ? [] : [argChoices.join(', ')]),
      ...(defaultValue === undefined ? [] : [`default ${String(defaultValue)}`]),
    ];
    return `- \`${flags}\`: ${description}${more.length === 0 ? '' : ` (${more.join('; ')})`}`;
  });
}
