import type { DetectionEntity } from './activity-fields';
import type { Condition } from './condition';
import type { Severity, SubjectRef } from './verdicts';

/** A number written out or a parameter of the rule. */
export type NumberOrParameter = number | { readonly fact: 'params'; readonly path: `$.${string}` };

/** What a detection watches for. Its occurrences are those of all its patterns together. */
export interface DetectSpec {
  readonly family: DetectionFamily;
  /** Whom the finding is about, unless the pattern that finds it says otherwise. */
  readonly entity: DetectionEntity;
  readonly patterns: readonly DetectionPattern[];
  /** Occurrences further apart begin another episode; default 60. */
  readonly quietMinutes?: NumberOrParameter;
  /** Points each occurrence adds to the risk of its entity; default by severity. */
  readonly points?: number;
  /** Without what the rule cannot judge; it is `not_assessed` until it is there. */
  readonly unlockedBy?: DetectionNeed;
}

/** The part of an attack a rule is about; rules that build on others choose among them by it. */
export type DetectionFamily = 'credential' | 'mfa' | 'session' | 'app' | 'oauth' | 'admin' | 'hybrid';

/** What a tenant may lack, and what it would be in an administrator's words: a value to be given, or events to be seen. */
export type DetectionNeed =
  /** A list or text only the operator can give; not assessed while it is empty. */
  | { readonly parameter: string; readonly what: string }
  /** Events the tenant writes only with a licence or a set-up; not assessed until one was seen. */
  | { readonly events: readonly string[]; readonly what: string };

/** Which events, or which detections, a timeline is made of. */
export interface EventSelector {
  /** Event types; `name.*` is every type below, `*.name` every type that ends so. */
  readonly events?: readonly string[];
  /** Instead of events: what other rules found, event by event as it was newly proven. */
  readonly detections?: DetectionSelector;
  /** Over the fields of the event and what the inventory adds to it. */
  readonly when?: Condition;
}

/** Rules that themselves build on detections are never among those chosen by family or severity. */
export interface DetectionSelector {
  readonly rules?: readonly string[];
  readonly families?: readonly DetectionFamily[];
  readonly atLeast?: Severity;
  /** Also those that only add to a risk. */
  readonly signals?: boolean;
}

/** One way to be found. Without an operator every selected event is an occurrence. */
export interface DetectionPattern extends EventSelector {
  /** Whom what it finds is about, such as who acted where the others are about who was acted on; of the same kind. */
  readonly entity?: DetectionEntity;
  readonly window?: WindowSpec;
  readonly sequence?: SequenceSpec;
  readonly firstSeen?: FirstSeenSpec;
  readonly rate?: RateSpec;
  readonly pair?: PairSpec;
}

/** Sliding: judged at every selected event, or those of `of`, over those in the minutes before it, itself included. */
export interface WindowSpec {
  /** Fields that name a timeline; [] is one for the whole tenant. Default: the entity's. */
  readonly by?: readonly string[];
  readonly minutes: NumberOrParameter;
  readonly measures: Readonly<Record<string, MeasureSpec>>;
  /** Over the measures. */
  readonly when: Condition;
  /** Only an event it holds of is found, and judged; the others are what it is counted with. */
  readonly of?: Condition;
}

/**
 * A figure over the events of a window; `of` narrows it to those a condition holds of, `minutes` to those of the last
 * while.
 */
export type MeasureSpec = { readonly of?: Condition; readonly minutes?: NumberOrParameter } & (
  | { readonly measure: 'count' }
  /** Different values of a field, of a list each one in it; null does not count. */
  | { readonly measure: 'distinct'; readonly field: string }
  /** Most events with one value of a field. */
  | { readonly measure: 'maxPer'; readonly field: string }
  /** Mean number of events a value of a field. */
  | { readonly measure: 'meanPer'; readonly field: string }
  /** Of the values of a field, how many in a hundred have between `from` and `to` events. */
  | {
      readonly measure: 'bandShare';
      readonly field: string;
      readonly from: NumberOrParameter;
      readonly to: NumberOrParameter;
    }
  /** Events `of`, in a hundred of all in the window, or in its last while. */
  | { readonly measure: 'percent' }
  /** Minutes between first and last. */
  | { readonly measure: 'span' }
  /** Sum of a number field. */
  | { readonly measure: 'sum'; readonly field: string }
);

/** Steps in order, the last within `minutes` of the first. Found at the last step, the latest events before it first. */
export interface SequenceSpec {
  readonly by?: readonly string[];
  readonly minutes: NumberOrParameter;
  readonly steps: readonly SequenceStep[];
}

/** Events that have to happen in their turn, or must not. */
export interface SequenceStep extends EventSelector {
  readonly name: string;
  /** That many selected events; default 1. */
  readonly atLeast?: NumberOrParameter;
  /**
   * No selected event here: between its neighbours, in the `minutes` before the next step when it comes first, in the
   * `minutes` after the one before when it comes last. The last kind is known only once the watermark has passed.
   */
  readonly absent?: true;
  /** Fields with another value than at the first step that is not absent; null on either side is no other value. */
  readonly differs?: readonly string[];
  /** Fields with the same value as there. */
  readonly same?: readonly string[];
  /** A field here and the field there that has the same value or, where one of them is a list, has it among others. */
  readonly sameAs?: Readonly<Record<string, string>>;
}

/**
 * A value of a field that its timeline did not show in the `days` before; of a list, each member is a value. An event that
 * does not say it shows no value, but how old the timeline is.
 */
export interface FirstSeenSpec {
  readonly by?: readonly string[];
  /** One, or several taken together. */
  readonly fields: readonly string[];
  /** How long a value is known after it was last seen: to the end of the last of so many days after that day (UTC). */
  readonly days: NumberOrParameter;
  /** Silent until the timeline is that old. */
  readonly learnDays: NumberOrParameter;
  /** Only an event it holds of is found; the others of the timeline teach what is known. */
  readonly of?: Condition;
}

/** A count of an hour or day far above what its timeline is used to. */
export interface RateSpec {
  readonly by?: readonly string[];
  readonly per: 'hour' | 'day';
  /** Different values of the field instead of events; one that does not say it counts for nothing. */
  readonly distinct?: string;
  readonly baselineDays: NumberOrParameter;
  /** Silent until the baseline is that long. */
  readonly learnDays: NumberOrParameter;
  /** Standard deviations above the mean; the deviation is taken as at least one event. */
  readonly z: NumberOrParameter;
  /** Never below that many. */
  readonly atLeast: NumberOrParameter;
  /** Only while at least one of the fields also shows that many deviations more different values than usual. */
  readonly spread?: { readonly fields: readonly string[]; readonly z: NumberOrParameter };
  /** Only events it holds of count; the others of the timeline show for how long there was nothing to count. */
  readonly of?: Condition;
}

/** An event against an earlier one of its timeline. */
export interface PairSpec {
  readonly by?: readonly string[];
  readonly minutes: NumberOrParameter;
  /** previous: the one just before. any: whichever of those within the minutes, the latest first. */
  readonly against: 'previous' | 'any';
  /** How far a position may be off, taken from the distance twice; default 0. */
  readonly accuracyKm?: NumberOrParameter;
  /** Over the facts of the pair. */
  readonly when: Condition;
  /** Only a later event it holds of is found; the others are what it is compared with. */
  readonly of?: Condition;
}

/** An event that proved a detection. */
export interface EvidenceEvent {
  readonly id: string;
  readonly at: number;
}

/** Occurrences of one rule about one entity with no quiet time between them. */
export interface Episode {
  readonly rule: string;
  readonly entity: SubjectRef;
  readonly from: number;
  readonly to: number;
  readonly occurrences: number;
  /** The worst of them; title, why and shown are those of the first so severe. */
  readonly severity: Severity;
  readonly title: string;
  readonly why: string;
  readonly shown: Readonly<Record<string, unknown>>;
  /** How many events proved it. */
  readonly eventCount: number;
  /** The first 20 and the last 5 of them, in order of time. */
  readonly events: readonly EvidenceEvent[];
  /** The watermark has passed its end and the quiet time after it: nothing changes it any more. */
  readonly isSettled: boolean;
}

/** Episodes of one rule about one entity that are not settled, and those that have just become so. */
export interface EpisodesOfEntity {
  readonly rule: string;
  readonly entity: SubjectRef;
  /** In order. Replaces what was said before of episodes not settled: one that is missing now is withdrawn. */
  readonly open: readonly Episode[];
  readonly settled: readonly Episode[];
}
