import type { Activity } from '@posture/domain';
import { plainArray, storableText, textArray } from '@posture/platform';
import type { ActivityEntry } from './activity';
import { writtenFacts } from './joined-facts';

/** An index takes no entry of any length, and some of these are what somebody typed. */
const TERM_LENGTH = 256;

/** What an event is found by, as it is indexed. */
export function term(text: string): string {
  return storableText(text.length > TERM_LENGTH ? text.slice(0, TERM_LENGTH) : text);
}

/** Its type, and whatever it names. Ids of different kinds do not meet: a provider makes each once. */
export function termsOf(activity: Activity): string[] {
  const names = [
    activity.type,
    activity.actorId,
    activity.actorLogin,
    activity.clientId,
    activity.srcIp,
    activity.deviceToken,
    activity.sessionId,
    activity.rootSessionId,
    activity.issuerId,
    activity.apiTokenId,
    ...activity.targetIds,
  ];
  return [...new Set(names.flatMap((name) => (name === null || name === '' ? [] : [term(name)])))];
}

/**
 * Inserts the columns `eventColumns` gives, but for what is kept already. $1 is the connection, $2 the last position.
 * Documents come as one JSON array a column: as elements of a text array every quote in them would be escaped.
 */
export const INSERT_EVENTS = `insert into activity
    (connection_id, position, published, uuid, type, outcome, is_own, terms, doc, raw, joined)
  select $1, $2::bigint + e.n, e.published, e.uuid, e.type, e.outcome, e.is_own, e.terms::text[], e.doc, e.raw, e.joined
  from rows from (unnest($3::timestamptz[], $4::text[], $5::text[], $6::text[], $7::boolean[], $8::text[]),
      json_array_elements($9::json), json_array_elements($10::json), json_array_elements($11::json)) with ordinality
    as e (published, uuid, type, outcome, is_own, terms, doc, raw, joined, n)
  on conflict (connection_id, published, uuid) do nothing
  returning position`;

export function eventColumns(entries: readonly ActivityEntry[]): string[] {
  const events = entries.map(({ activity }) => activity);
  return [
    plainArray(events.map(({ at }) => new Date(at).toISOString())),
    textArray(events.map(({ id }) => storableText(id))),
    textArray(events.map(({ type }) => storableText(type))),
    textArray(events.map(({ outcome }) => (outcome === null ? null : storableText(outcome)))),
    plainArray(events.map(({ isOwn }) => String(isOwn))),
    textArray(events.map((activity) => textArray(termsOf(activity)))),
    JSON.stringify(events),
    JSON.stringify(entries.map(({ raw }) => raw)),
    JSON.stringify(entries.map(({ joined }) => writtenFacts(joined))),
  ];
}
