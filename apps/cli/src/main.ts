#!/usr/bin/env node
import { CommanderError } from 'commander';
import { EXIT_ERROR, sayError } from './output/say';
import { program } from './program';

// What is kept and written names people and holds secrets: it is for this user alone, however the shell is set.
process.umask(0o077);

// A reader that has seen enough (`| head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

void run();

async function run(): Promise<void> {
  if (process.argv.length <= 2) return program.outputHelp();
  try {
    await program.parseAsync();
  } catch (error) {
    // Commander has said by itself what is wrong with the words of the command.
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : EXIT_ERROR;
    else {
      sayError(error);
      process.exitCode = EXIT_ERROR;
    }
  }
}
