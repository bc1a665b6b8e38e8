import { DomainError } from '@posture/domain';
import type { Classification, GraphView, NodeIndex } from '@posture/domain';
import { linearPattern } from '@posture/platform';

/**
 * Tells users that are workloads by user type, by name or by group. That a user never signed in is not enough: so
 * does a hire of next week.
 * @throws {DomainError} `classification.pattern_invalid` when the operator's pattern is no regular expression
 */
export function serviceAccountTest(view: GraphView, classification: Classification): (user: NodeIndex) => boolean {
  const types = new Set(classification.serviceUserTypes.map(plainWord));
  const hasPattern = compile(classification.servicePattern);
  const groupNames = new Set(classification.serviceGroups.map(plainWord));
  const members = new Set<NodeIndex>();
  if (groupNames.size > 0) {
    for (const group of view.ofKind('Group')) {
      if (!groupNames.has(plainWord(view.name(group) ?? ''))) continue;
      for (const member of view.in(group, 'MEMBER_OF')) members.add(member);
    }
  }
  return oncePerNode(view, (user) => {
    if (view.kind(user) !== 'User') return false;
    const { userType, login, displayName } = view.props(user);
    if (typeof userType === 'string' && types.has(plainWord(userType))) return true;
    if (hasPattern !== null) {
      const name = typeof login === 'string' ? login : view.name(user);
      if (name !== null && hasPattern(localPart(name))) return true;
      if (typeof displayName === 'string' && hasPattern(displayName)) return true;
    }
    return members.has(user);
  });
}

/** Facts, tiers and references all ask about the same users. */
function oncePerNode(view: GraphView, test: (node: NodeIndex) => boolean): (node: NodeIndex) => boolean {
  const answers = new Uint8Array(view.nodeCount);
  return (node) => {
    if (answers[node] === 0) answers[node] = test(node) ? 2 : 1;
    return answers[node] === 2;
  };
}

/** `Service Account`, `service-account` and `serviceAccount` are one word. */
export function plainWord(name: string): string {
  return name.toLowerCase().replace(/[\s_.-]/g, '');
}

function localPart(login: string): string {
  const at = login.lastIndexOf('@');
  return at < 0 ? login : login.slice(0, at);
}

function compile(pattern: string): ((text: string) => boolean) | null {
  if (pattern === '') return null;
  try {
    return linearPattern(pattern);
  } catch (cause) {
    throw new DomainError('classification.pattern_invalid', 'invalid', `"${pattern}" is not a regular expression.`, {
      field: 'classification.servicePattern',
      remedy: 'Give a regular expression in the syntax of RE2 such as ^(svc|bot)[-_.], or leave it empty.',
      cause,
    });
  }
}
