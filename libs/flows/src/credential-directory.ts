import { AtLeast, DomainError, Unknown } from '@posture/domain';
import type { EdgeKind, FactValue, Missing, NodeIndex, NodeKind, SubjectRef } from '@posture/domain';
import type { TuningStore } from '@posture/rule-engine';
import { heldOf, listed } from './directory';
import type { Held, ListedObject } from './directory';
import type { EvaluateFlow } from './evaluate.flow';
import type { Graphs, VersionView } from './graphs';
import { knownFactsOf, subjectRef } from './judge';
import { unreadFor } from './unread';

/** What a program can prove with who it is, and what it signs with. */
export const CREDENTIAL_KINDS = ['ApiToken', 'ClientSecret', 'Jwk', 'SigningKey'] as const;
/** One of `CREDENTIAL_KINDS`. */
export type CredentialKind = (typeof CREDENTIAL_KINDS)[number];

/** From a credential to whoever it speaks for. */
const OWNED_BY: readonly EdgeKind[] = ['AUTHENTICATES_AS', 'CREDENTIAL_OF', 'SIGNS_FOR'];

/** A number of days, as far as it is known. */
export interface KnownDays {
  /** null: known to be none, or not known at all. */
  readonly days: number | null;
  readonly certainty: 'known' | 'unknown' | 'at_least';
}

/** Whose a credential is, how old, when it was used last and when it ends; times are in days, to the instant of the version. */
export interface ListedCredential extends ListedObject {
  /** Whoever it speaks for: the user of a token, the app of a secret, all that sign with a key. */
  readonly owners: readonly SubjectRef[];
  readonly age: KnownDays;
  readonly sinceLastUse: KnownDays;
  /** Negative when it has expired. */
  readonly untilExpiry: KnownDays;
}

/** All that a version holds of one; its value is never read. */
export interface CredentialDetail extends ListedCredential, Held {}

export interface CredentialPage {
  readonly kinds: readonly CredentialKind[];
  /** Key of whoever it is to speak for; undefined: of anybody. */
  readonly owner?: string;
  /** Key of the last row of the page before; '' for the first page. */
  readonly afterKey: string;
  readonly limit: number;
}

/** What programs prove who they are with. Values of secrets are never kept, so none is here. */
export class CredentialDirectory {
  constructor(
    private readonly graphs: Graphs,
    private readonly evaluation: EvaluateFlow,
    private readonly tunings: TuningStore,
  ) {}

  /**
   * @param asOf null: as published last
   * @throws {DomainError} `connection.not_found`, `inventory.empty`, `inventory.version_not_found`
   */
  async open(connectionId: string, asOf: Date | null): Promise<CredentialsOfVersion> {
    const { provider, view } = await this.graphs.at(connectionId, asOf);
    const { tuning } = await this.tunings.current(connectionId);
    return new CredentialsOfVersion(
      await this.evaluation.look(provider, connectionId, view.version, tuning.classification),
    );
  }
}

/** The credentials of one version, with what the log says of their use until then. */
export class CredentialsOfVersion {
  readonly #factsOf = new Map<NodeKind, ReturnType<typeof knownFactsOf>>();

  constructor(private readonly opened: VersionView) {}

  /** By key. @throws {DomainError} `node.not_found` of an owner nobody knows */
  list({ kinds, owner, afterKey, limit }: CredentialPage): ListedCredential[] {
    const { view } = this.opened;
    const ofOwner = owner === undefined ? null : this.#owner(owner);
    return [...kinds]
      .sort()
      .flatMap((kind) => [...view.ofKind(kind)])
      .filter((node) => view.key(node) > afterKey)
      .filter((node) => ofOwner === null || this.#owners(node).includes(ofOwner))
      .slice(0, limit)
      .map((node) => this.#listed(node));
  }

  /** @throws {DomainError} `credential.not_found` */
  get(key: string): CredentialDetail {
    const { view } = this.opened;
    const node = view.indexOf(key);
    if (node < 0 || !isCredential(view.kind(node)))
      throw new DomainError('credential.not_found', 'not_found', `There is no credential ${key} in this connection.`, {
        field: 'key',
        remedy: 'Take the key from the list of credentials.',
      });
    return { ...this.#listed(node), ...heldOf(this.opened, node) };
  }

  /** What of these kinds nobody may have seen. */
  unread(kinds: readonly CredentialKind[]): readonly Missing[] {
    return unreadFor(this.opened, { nodes: kinds, edges: [] });
  }

  #listed(node: NodeIndex): ListedCredential {
    const kind = this.opened.view.kind(node);
    let factsOf = this.#factsOf.get(kind);
    if (factsOf === undefined) this.#factsOf.set(kind, (factsOf = knownFactsOf(kind, this.opened)));
    const facts = factsOf(node);
    return {
      ...listed(this.opened, node),
      owners: this.#owners(node).map((owner) => subjectRef(this.opened, owner)),
      age: daysOf(facts['ageDays']),
      sinceLastUse: daysOf(facts['daysSinceLastUse']),
      untilExpiry: daysOf(facts['daysUntilExpiry']),
    };
  }

  #owners(node: NodeIndex): readonly NodeIndex[] {
    return OWNED_BY.flatMap((kind) => [...this.opened.view.out(node, kind)]);
  }

  #owner(key: string): NodeIndex {
    const node = this.opened.view.indexOf(key);
    if (node >= 0) return node;
    throw new DomainError('node.not_found', 'not_found', `The graph has no ${key}.`, { field: 'owner' });
  }
}

function isCredential(kind: NodeKind): kind is CredentialKind {
  return CREDENTIAL_KINDS.some((each) => each === kind);
}

/** What no fact tells of a kind, nobody knows. */
function daysOf(value: FactValue | undefined): KnownDays {
  if (value === undefined || value instanceof Unknown) return { days: null, certainty: 'unknown' };
  if (value instanceof AtLeast) return { days: Number(value.value), certainty: 'at_least' };
  return { days: typeof value === 'number' ? value : null, certainty: 'known' };
}
