import { Command } from 'commander';
import { findingsExportCommand } from './findings-export.command';

export function findingsCommand(): Command {
  return new Command('findings').description('Look through what was found.').addCommand(findingsExportCommand());
}
