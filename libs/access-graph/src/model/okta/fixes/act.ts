import type {
  Change,
  ChangeWords,
  Edit,
  FactContext,
  GraphView,
  JsonObject,
  NodeIndex,
  NodeKey,
} from '@posture/domain';

/** One kind of act an administrator has in Okta. A change that names an object the version does not have does nothing. */
export interface Act {
  /** Changes that are meant where a rule names the act for one of its subjects. */
  readonly of: (context: FactContext, subject: NodeIndex) => readonly Change[];
  readonly edit: (view: GraphView, object: NodeIndex, parts: readonly NodeIndex[]) => Partial<Edit>;
  readonly words: (context: FactContext, object: NodeIndex, parts: readonly NodeIndex[]) => ChangeWords;
}

export function change(view: GraphView, action: string, object: NodeIndex, parts: readonly NodeIndex[] = []): Change {
  return { action, object: view.key(object), parts: [...new Set(parts.map((part) => view.key(part)))].sort() };
}

/** Props of one node as they are from then on. */
export function set(view: GraphView, node: NodeIndex, props: JsonObject): Partial<Edit> {
  return { props: new Map<NodeKey, JsonObject>([[view.key(node), { ...view.props(node), ...props }]]) };
}

export function named(view: GraphView, node: NodeIndex): string {
  return view.name(node) ?? view.externalId(node);
}

/** `a`, `a and b`, `a, b and 3 more`. */
export function listed(names: readonly string[]): string {
  const [first = '', second = '', third = ''] = names;
  if (names.length <= 1) return first;
  if (names.length === 2) return `${first} and ${second}`;
  if (names.length === 3) return `${first}, ${second} and ${third}`;
  return `${first}, ${second} and ${names.length - 2} more`;
}
