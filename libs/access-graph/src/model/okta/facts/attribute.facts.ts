import type { FactContext, FactNeed, FactSet, Json } from '@posture/domain';
import { ATTRIBUTE_FACTS } from '../fact-schema/attribute.facts';
import { attributesIn } from './attribute-references';
import { whenRead } from '../../../facts/when-read';
import { unreadList, unreadLists } from '../../../facts/list-coverage';
import { boundedBy } from './role-facts';
import { pick } from '../../../facts/wire';

interface Prepared {
  /** Attribute name → what decides by it, in words. */
  readonly uses: ReadonlyMap<string, readonly string[]>;
  readonly needs: readonly FactNeed[];
}

export const attributeFacts: FactSet<Prepared> = {
  kind: 'Attribute',
  schema: ATTRIBUTE_FACTS,
  prepare,
  compute: ({ view }, attribute, { uses, needs }) => {
    const { permission, name, typeId } = view.props(attribute);
    const found = uses.get(String(name ?? view.externalId(attribute))) ?? [];
    return {
      // An attribute whose schema names no permission for the user itself is closed to it.
      isSelfWritable: whenRead(
        view.coverage,
        [{ resource: 'user-schema', parent: `UserType:${String(typeId)}` }],
        () => permission === 'READ_WRITE',
      ),
      securityUses: boundedBy(found, needs),
      securityUseCount: boundedBy(found.length, needs),
    };
  },
};

function prepare(context: FactContext): Prepared {
  const { view } = context;
  return {
    uses: usesByAttribute(context),
    needs: [
      ...unreadList(view.coverage, 'group-rules'),
      ...unreadList(view.coverage, 'apps'),
      ...unreadList(view.coverage, 'idps'),
      ...unreadList(view.coverage, 'policies'),
      ...unreadLists(view, 'policy-rules', view.ofKind('Policy')),
    ],
  };
}

function usesByAttribute({ view }: FactContext): ReadonlyMap<string, readonly string[]> {
  const uses = new Map<string, string[]>();
  const add = (names: readonly string[], use: string): void => {
    for (const name of names) {
      const known = uses.get(name);
      if (known === undefined) uses.set(name, [use]);
      else if (!known.includes(use)) known.push(use);
    }
  };
  for (const rule of view.ofKind('GroupRule')) {
    const { status, expression } = view.props(rule);
    if (status === 'ACTIVE') add(attributesIn(expression), `group rule ${view.name(rule) ?? view.externalId(rule)}`);
  }
  for (const app of view.ofKind('App')) {
    const { status, credentials } = view.props(app);
    const template = pick(credentials, 'userNameTemplate', 'template');
    if (status === 'ACTIVE') add(attributesIn(template), `username of ${view.name(app) ?? view.externalId(app)}`);
  }
  for (const idp of view.ofKind('IdP')) {
    const { status, policy } = view.props(idp);
    if (status === 'ACTIVE')
      add(matchedAttributes(policy), `sign-in through ${view.name(idp) ?? view.externalId(idp)}`);
  }
  for (const rule of view.ofKind('PolicyRule')) {
    const { status, conditions } = view.props(rule);
    const condition = pick(conditions, 'elCondition', 'condition');
    if (status === 'ACTIVE') add(attributesIn(condition), `policy rule ${view.name(rule) ?? view.externalId(rule)}`);
  }
  return uses;
}

/** The attribute by which an IdP finds the Okta user it asserts. */
function matchedAttributes(policy: Json | undefined): readonly string[] {
  const subject = pick(policy, 'subject');
  const attribute = pick(subject, 'matchAttribute');
  switch (pick(subject, 'matchType')) {
    case 'USERNAME':
      return ['login'];
    case 'EMAIL':
      return ['email'];
    case 'USERNAME_OR_EMAIL':
      return ['login', 'email'];
    default:
      return typeof attribute === 'string' ? [attribute] : [];
  }
}
