import { InvalidArgumentError } from 'commander';

/** @throws {InvalidArgumentError} */
export function wholeDays(text: string): number {
  if (/^\d{1,4}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Give whole days, such as 7.');
}
