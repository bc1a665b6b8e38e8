import { STORIES, STORY_NAMES } from './attacks';
import { DRILLS } from './drills';
import type { Drill } from './drills/drill';

/** Attacks by name, and by the id of a rule what that rule has to find; each with what looks like it and is none. */
export function storyNamed(name: string): Drill | undefined {
  return Object.hasOwn(STORIES, name) ? STORIES[name as keyof typeof STORIES] : DRILLS[name];
}

/** Of all stories: those named by what happens first. */
export const ALL_STORY_NAMES: readonly string[] = [...STORY_NAMES, ...Object.keys(DRILLS).sort()];
