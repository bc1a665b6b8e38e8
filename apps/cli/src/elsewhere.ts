import { Command } from 'commander';
import { DomainError } from '@posture/domain';
import { namedServer } from './client/server-address';

/** Commands that a server can be asked for. One that is not among them never works on the wrong data: it is refused. */
const ELSEWHERE = new WeakSet<Command>();

/** A command that is done by a server when one is named, and else on this machine. */
export function alsoElsewhere(name: string): Command {
  const command = new Command(name);
  ELSEWHERE.add(command);
  return command;
}

/** Whether a server can be asked for it. */
export function isElsewhere(command: Command): boolean {
  return ELSEWHERE.has(command);
}

/** What to do where a server cannot be asked for it, by the words of the command. */
const INSTEAD: Readonly<Record<string, string>> = {
  probe: 'Use "posture connections test" for a connection the server has.',
  scan: 'Use "posture connections sync": the server reads and judges, and "posture runs" shows how it goes.',
  watch: 'The server follows the log by itself; "posture findings list is:present" shows what it found.',
  replay: 'POST /api/v1/connections/ID/replays asks the server for it.',
  migrate: 'A server brings its own store to its version as it starts.',
  doctor: 'GET /readyz of the server says whether it can work, and what it lacks.',
  'graph rebuild': 'Run it where the server runs, with its settings.',
};

/** @throws {DomainError} `server.not_asked` when a server is named for what only this machine does */
export function refuseElsewhere(command: Command): void {
  if (namedServer(command) === null || isElsewhere(command)) return;
  const words = wordsOf(command);
  const instead = INSTEAD[words] ?? 'It needs no server.';
  throw new DomainError('server.not_asked', 'invalid', `"posture ${words}" is done on this machine only.`, {
    field: '--server',
    remedy: `${instead} Here it is done without --server and POSTURE_SERVER.`,
  });
}

function wordsOf(command: Command): string {
  const { parent } = command;
  return parent === null || parent.parent === null ? command.name() : `${wordsOf(parent)} ${command.name()}`;
}
