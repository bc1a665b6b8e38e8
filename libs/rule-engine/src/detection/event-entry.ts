import { appended } from './entry';
import type { Entry, Said, Shown } from './entry';
import type { Placing } from './placing';
import type { Watch } from './watch';

/** What is held of one event for all timelines it may be in. */
export interface EventEntry {
  readonly at: number;
  readonly id: string;
  /** What any of them keeps. */
  readonly kept: Said;
  /** null once the watermark has passed it. */
  said: Shown | null;
  readonly placing: Placing;
  /** As timelines that are awake have it: one for all it fits alike. Held as long as `said` is. */
  views: Entry[];
}

/** An entry as a timeline has it. What may be shown long after is the timeline's own. */
export function viewOf(entry: EventEntry, { pattern }: Watch, fits: number): Entry {
  const { at, id, kept, said, views } = entry;
  if (pattern.isShownLater) return { at, id, publishedAt: at, from: '', fits, kept, said };
  for (const view of views) if (view.fits === fits) return view;
  const view = { at, id, publishedAt: at, from: '', fits, kept, said };
  entry.views = appended(views, view);
  return view;
}
