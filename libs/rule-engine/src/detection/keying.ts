import type { DetectionEntity, EventFacts, SubjectRef } from '@posture/domain';
import { fieldOf } from './derived-facts';
import { entityOf } from './entity';
import { onceAnEvent } from './once-an-event';
import type { CompiledPattern } from './compile-detection';
import type { Names, Place } from './place';

/** Patterns whose timelines are named alike share one place, one answer and one string: an event is in several of each. */
export class Keyings {
  readonly #places = new Map<string, Place>();
  readonly #names = new Map<string, Names>();

  constructor(readonly org: SubjectRef) {}

  placeOf({ entity, by }: Pick<CompiledPattern, 'entity' | 'by'>): Place {
    return interned(this.#places, JSON.stringify(by ?? entity), () => {
      const keyOf =
        by === null
          ? (event: EventFacts) => this.#keyOfEntity(entity, event)
          : (event: EventFacts) => keyBy(by, event as unknown as Fields);
      return { index: this.#places.size, keyOf: onceAnEvent(keyOf), hasLong: false };
    });
  }

  namesOf(entity: DetectionEntity): Names {
    return interned(this.#names, entity, () => onceAnEvent((event) => this.#keyOfEntity(entity, event) !== null));
  }

  get places(): readonly Place[] {
    return [...this.#places.values()];
  }

  #keyOfEntity(entity: DetectionEntity, event: EventFacts): string | null {
    return entityOf(entity, event, this.org)?.key ?? null;
  }
}

type Fields = Readonly<Record<string, unknown>>;

function interned<Name, Item>(all: Map<Name, Item>, name: Name, make: () => Item): Item {
  let one = all.get(name);
  if (one === undefined) all.set(name, (one = make()));
  return one;
}

function keyBy(fields: readonly string[], of: Fields): string | null {
  if (fields.length === 1) {
    const value = fieldOf(of, fields[0]!);
    return value === null ? null : String(value);
  }
  let key = '';
  for (const field of fields) {
    const value = fieldOf(of, field);
    if (value === null) return null;
    key += `${String(value)}\u0001`;
  }
  return key;
}
