import { InvalidArgumentError, Option } from 'commander';

const MOST = 10_000;

/** Of commands that list or show. */
export function formatOption(): Option {
  return new Option('--format <format>', 'table for people, json for programs')
    .choices(['table', 'json'])
    .default('table');
}

/** Of commands whose lists may be long. */
export function mostOption(): Option {
  return new Option('--limit <count>', 'show no more than that').argParser(atMost).default(50);
}

function atMost(text: string): number {
  const count = Number(text);
  if (/^\d+$/.test(text) && count >= 1 && count <= MOST) return count;
  throw new InvalidArgumentError(`Give a whole number from 1 to ${MOST}.`);
}
