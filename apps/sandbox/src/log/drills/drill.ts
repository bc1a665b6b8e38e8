import type { Story } from '../attacks/stage';

/** What one rule has to find, and what it has to leave alone: told by whoever knows the threat, not the rule. */
export interface Drill {
  readonly attack: Story;
  /** As near to the attack as ordinary life comes. */
  readonly lookAlike: Story;
  /** What an operator would have told the rule, such as a list it works with; both stories are judged with it. */
  readonly parameters?: Readonly<Record<string, string | number | boolean | readonly string[] | readonly number[]>>;
}

/** By id of the rule. */
export type Drills = Readonly<Record<string, Drill>>;
