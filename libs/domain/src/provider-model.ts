import type { FactNeed, FactSchema, Facts, AtLeast, Unknown } from './facts';
import type { EdgeKind, NodeKind } from './graph-schema';
import type { GraphView, NodeIndex } from './graph-view';
import type { EdgeRecord, NodeRecord } from './records';
import type { Usage, UsageKeys } from './usage';
import type { SubjectRef, Tier } from './verdicts';

/** How one principal comes to hold one role. */
export interface HeldRole {
  /** Standard role type such as SUPER_ADMIN, or CUSTOM. */
  readonly type: string;
  readonly assignment: NodeIndex;
  /** The principal the assignment names: the holder itself, or a group it is in. */
  readonly holder: NodeIndex;
  readonly direct: boolean;
}

/**
 * Who holds which privilege in one version: computed once per view, shared by facts, derived edges and tiers.
 * Partial reads show: a list is `AtLeast` when some of its sources were not read, `Unknown` when none were.
 */
export interface PrivilegeModel {
  /** Roles of a principal that could be seen, direct first. */
  heldRoles(principal: NodeIndex): readonly HeldRole[];
  /** What keeps `heldRoles` from being the whole truth; empty when it is. */
  heldRolesNeeds(principal: NodeIndex): readonly FactNeed[];
  /** The part of these needs that could hide a role given to the principal itself, not to a group it is in. */
  ownRolesNeeds(principal: NodeIndex): readonly FactNeed[];
  /** Whether every role there is was seen, so that no node may be more privileged than its tier says. */
  everyRoleSeen(): boolean;
  /** What could make the node more privileged than `tier` says; empty when nothing could. */
  tierNeeds(node: NodeIndex): readonly FactNeed[];
  /** Sorted distinct standard role types and `CUSTOM`. */
  effectiveRoles(principal: NodeIndex): readonly string[] | AtLeast<readonly string[]> | Unknown;
  /** Sorted distinct permissions of the custom roles held. */
  customPermissions(principal: NodeIndex): readonly string[] | AtLeast<readonly string[]> | Unknown;
  /** Principals (users, groups, apps) that hold any role directly or by group. */
  holders(): readonly NodeIndex[];
  isServiceAccount(user: NodeIndex): boolean;
  tier(node: NodeIndex): Tier;
  /** Why the tier was given, in one clause. */
  tierReason(node: NodeIndex): string;
}

/** Operator-set knowledge about the tenant; profile parameters under `classification`. */
export interface Classification {
  /** User types of service accounts. These and names of groups match whatever their case, spaces, dots and dashes. */
  readonly serviceUserTypes: readonly string[];
  /** Matched against the login's local part and the display name. */
  readonly servicePattern: string;
  /** Names of groups whose members are service accounts. */
  readonly serviceGroups: readonly string[];
  /** Domains that belong to the customer; empty: the domains most of the active users have, and the verified custom domains. */
  readonly internalDomains: readonly string[];
  /** Names of groups whose members are break-glass users. */
  readonly breakGlassGroups: readonly string[];
  /** Catalogue names of applications of tier T1, and of T2. */
  readonly tier1Apps: readonly string[];
  readonly tier2Apps: readonly string[];
}

/** Somebody who acts or is acted on, as detections ask of them. */
export interface Person {
  readonly isServiceAccount: boolean | Unknown;
  /** The last sign-in the version knows of; null: none. */
  readonly lastSignIn: Date | null;
  /** Names of the groups they are in. */
  readonly groups: readonly string[] | AtLeast<readonly string[]>;
}

/** Everything a fact may depend on: one version, its privileges, the scan's instant, use until then. No clock, no store. */
export interface FactContext {
  readonly view: GraphView;
  readonly privilege: PrivilegeModel;
  readonly classification: Classification;
  readonly asOf: Date;
  readonly usage: Usage;
}

/**
 * The facts of one theme about one kind of subject. `prepare` runs once per version, for what is cheaper to know
 * of all subjects at once (who shares a phone number); `compute` runs once per subject and makes an object of its own.
 */
export interface FactSet<Prepared = unknown> {
  readonly kind: NodeKind;
  readonly schema: FactSchema;
  prepare(context: FactContext): Prepared;
  compute(context: FactContext, subject: NodeIndex, prepared: Prepared): Facts;
}

/** Objects every tenant has that a list read to its end did not show: hidden from this reader, never absent. */
export interface HiddenObjects {
  readonly kind: NodeKind;
  /** Why they were not seen; each with its reason. */
  readonly needs: readonly FactNeed[];
  /** Kinds of edges that may lead to them. */
  readonly edges: readonly EdgeKind[];
  /** Only rules about the kind that ask one of these resources have business with them. */
  readonly asked: readonly string[];
  /** Whether a subject that the version does not hold may be one of them. */
  mayBe(subject: Pick<SubjectRef, 'kind' | 'name'>): boolean;
}

/** One circumstance that makes use of a weakness likelier or less likely. */
export interface Exposure {
  /** In an analyst's words. */
  readonly name: string;
  /** Added to the likelihood, which is a number from 0 to 1. */
  readonly value: number;
}

/** What one provider's objects mean: facts about them, who is privileged, what follows from what was read. Pure. */
export interface ProviderModel {
  readonly facts: readonly FactSet[];
  /** Whose use the facts ask about; of nothing else is it known. */
  usageAsked(context: Omit<FactContext, 'usage'>): UsageKeys;
  /** Used where the operator set nothing. */
  readonly classification: Classification;
  privilege(view: GraphView, classification: Classification): PrivilegeModel;
  /** Prepared once per version; the index is that of a user. */
  people(context: FactContext): (user: NodeIndex) => Person;
  /** Nodes and edges that follow from one version; written into it. */
  derive(
    view: GraphView,
    privilege: PrivilegeModel,
  ): { readonly nodes: readonly NodeRecord[]; readonly edges: readonly EdgeRecord[] };
  /**
   * The resources each kind `derive` writes follows from, besides those of its ends: while one is unread, such an edge
   * may be hidden. Of members of derived sets nothing is said: they are hidden where the edge to the set is.
   */
  readonly derivedFrom: Readonly<Partial<Record<EdgeKind, readonly string[]>>>;
  /** The resources that show which roles a principal holds itself. */
  readonly roleResources: readonly string[];
  /**
   * Lists that are read only for the objects another list names, by the resource of that other: once it is read, objects
   * without a list of their own have nothing in it.
   */
  readonly namedBy: Readonly<Record<string, string>>;
  /** Kinds that no edge of this provider leads on from, whatever the graph schema allows: on a way their lists hide nothing. */
  readonly neverPassed: readonly NodeKind[];
  /** Empty when everything a tenant is sure to have was seen, or its list was not read and speaks for itself. */
  hidden(view: GraphView): readonly HiddenObjects[];
  /** The resources that may hold a credential of the node that nobody saw; empty when all were seen or it can have none. */
  hiddenCredentials(view: GraphView, node: NodeIndex): readonly string[];
  /** Facts whose value `true` is a judgement by name or habit rather than something the provider states. */
  readonly inferredFacts: readonly string[];
  /** What is known to move the likelihood of a weakness of a subject; facts not read or partly read move nothing. */
  exposures(kind: NodeKind, facts: Facts): readonly Exposure[];
  /** The application the node belongs to, an application to itself; null when to none. */
  appOf(view: GraphView, node: NodeIndex): NodeIndex | null;
  /** What the node hangs on, so that one look there concerns findings on both; null when on nothing. */
  ownerOf(view: GraphView, node: NodeIndex): NodeIndex | null;
}

/** Every fact a rule may ask of a kind: those of all its fact sets. */
export function factSchemaOf({ facts }: Pick<ProviderModel, 'facts'>): Readonly<Partial<Record<NodeKind, FactSchema>>> {
  const byKind: Partial<Record<NodeKind, FactSchema>> = {};
  for (const { kind, schema } of facts) byKind[kind] = { ...byKind[kind], ...schema };
  return byKind;
}
