import type { Json } from '@posture/domain';
import { attributesOf } from '../derive/group-rule-expression';

/** What an expression calls the profile: `source` in the username template of an application. */
const PROFILES: ReadonlySet<string> = new Set(['user', 'source']);

/** Names of the profile attributes an Okta expression reads, such as `department` in `user.department == "IT"`. */
export function attributesIn(expression: Json | undefined): readonly string[] {
  return typeof expression === 'string' ? attributesOf(expression, PROFILES) : [];
}
