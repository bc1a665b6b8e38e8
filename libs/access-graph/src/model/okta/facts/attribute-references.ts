import type { Json } from '@posture/domain';
import { userAttributesOf } from '../derive/group-rule-expression';

/** Names of the profile attributes an Okta expression or username template reads, such as `department` in `user.department == "IT"`. */
export function attributesIn(expression: Json | undefined): readonly string[] {
  return typeof expression === 'string' ? userAttributesOf(expression, ['user', 'source']) : [];
}
