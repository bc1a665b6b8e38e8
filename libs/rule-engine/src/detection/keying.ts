import type { DetectionEntity, EventFacts, SubjectRef } from '@posture/domain';
import { fieldOf } from './derived-facts';
import { entityOf } from './entity';
import { onceAnEvent } from './once-an-event';
import type { CompiledPattern } from './compile-detection';

/** Names the timeline of a pattern that an event belongs to; null when the event names none. */
export type KeyOf = (event: EventFacts) => string | null;

/** Patterns whose timelines are named alike share one answer, and one string: an event is in several of each. */
export class Keyings {
  readonly #entityKeys = new Map<DetectionEntity, KeyOf>();
  readonly #all = new Map<string, KeyOf>();

  constructor(readonly org: SubjectRef) {}

  of(entity: DetectionEntity, { by, demands }: CompiledPattern): KeyOf {
    return interned(this.#all, JSON.stringify([entity, by, demands]), () => {
      const entityKey = this.#entityKeyOf(entity);
      const key = by === null ? entityKey : this.#keyBy(by);
      return (event) => {
        const fields = event as unknown as Fields;
        for (const field of demands) if (fieldOf(fields, field) === null) return null;
        return entityKey(event) === null ? null : key(event);
      };
    });
  }

  #entityKeyOf(entity: DetectionEntity): KeyOf {
    return interned(this.#entityKeys, entity, () => (event) => entityOf(entity, event, this.org)?.key ?? null);
  }

  #keyBy(by: readonly string[]): KeyOf {
    return interned(this.#all, by.join(), () => (event) => keyBy(by, event as unknown as Fields));
  }
}

type Fields = Readonly<Record<string, unknown>>;

function interned<Name>(all: Map<Name, KeyOf>, name: Name, make: () => KeyOf): KeyOf {
  let one = all.get(name);
  if (one === undefined) all.set(name, (one = onceAnEvent(make())));
  return one;
}

function keyBy(fields: readonly string[], of: Fields): string | null {
  let key = '';
  for (const field of fields) {
    const value = fieldOf(of, field);
    if (value === null) return null;
    key += `${String(value)}\u0001`;
  }
  return key;
}
