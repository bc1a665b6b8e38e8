import { DomainError } from '@posture/domain';
import type { CoverageState, SubjectRef } from '@posture/domain';
import type { Inventory } from '@posture/inventory';
import type { Graphs } from './graphs';
import { subjectRef } from './judge';

/** How well one list was read. */
export interface ListCoverage {
  readonly resource: string;
  /** The object whose list it is; null of one of the whole tenant, and of what stands for all lists of a resource. */
  readonly parent: SubjectRef | null;
  readonly state: CoverageState;
  readonly reason: string | null;
  readonly missing: string | null;
  readonly records: number;
  readonly readAt: Date;
}

export interface ListChoice {
  readonly resource?: string;
  readonly states?: readonly CoverageState[];
}

/** How well a tenant is known, list by list. */
export class ListCoverages {
  constructor(
    private readonly graphs: Graphs,
    private readonly inventory: Inventory,
  ) {}

  /**
   * By resource and parent. Of a past version one row a resource, the worst of its lists.
   * @param asOf null: as published last
   * @throws {DomainError} `connection.not_found`, `inventory.empty`, `inventory.version_not_found`, `coverage.resource_unknown`
   */
  async of(
    connectionId: string,
    { resource, states }: ListChoice,
    asOf: Date | null,
  ): Promise<{ readonly version: number; readonly lists: readonly ListCoverage[] }> {
    const opened = await this.graphs.at(connectionId, asOf);
    const { view, provider } = opened;
    const known = Object.keys(provider.catalogue.resources);
    if (resource !== undefined && !known.includes(resource)) throw unknownResource(resource, known);
    const rows = await this.inventory.reader(connectionId).coverage(view.version);
    const meant = rows.filter(
      (row) => (resource ?? row.resource) === row.resource && (states ?? [row.state]).includes(row.state),
    );
    return {
      version: view.version,
      lists: meant.map(({ parent, ...row }) => {
        const node = view.indexOf(parent);
        return { ...row, parent: node < 0 ? null : subjectRef(opened, node) };
      }),
    };
  }
}

function unknownResource(resource: string, known: readonly string[]): DomainError {
  return new DomainError('coverage.resource_unknown', 'invalid', `No resource "${resource}" is read here.`, {
    field: 'resource',
    remedy: `Ask for one of ${known.join(', ')}.`,
  });
}
