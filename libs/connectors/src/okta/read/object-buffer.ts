import type { NodeKey } from '@posture/domain';
import type { OktaResource } from '../catalogue/okta-catalogue';
import type { Mapped } from '../map/wire';
import type { ReadRun } from './read-run';

interface OfList {
  readonly resource: OktaResource;
  readonly parent: NodeKey | '';
  /** null: it is no more. */
  readonly objects: Map<NodeKey, Mapped | null>;
}

const NOTHING: Mapped = { nodes: [], edges: [] };

/** Single objects as they were read, by their list, until all are in: a list is written once. */
export class ObjectBuffer {
  readonly #lists = new Map<string, OfList>();

  put(resource: OktaResource, parent: NodeKey | '', key: NodeKey, read: Mapped | null): void {
    const id = `${resource} ${parent}`;
    let list = this.#lists.get(id);
    if (list === undefined) this.#lists.set(id, (list = { resource, parent, objects: new Map() }));
    list.objects.set(key, read);
  }

  /** undefined: it was not read; null: it is no more. */
  of(resource: OktaResource, key: NodeKey): Mapped | null | undefined {
    return this.#lists.get(`${resource} `)?.objects.get(key);
  }

  /** Whose lists of the resource turned out to hold it. */
  parentsOf(resource: OktaResource, key: NodeKey): NodeKey[] {
    return [...this.#lists.values()].flatMap((list) =>
      list.resource === resource && list.parent !== '' && list.objects.get(key) != null ? [list.parent] : [],
    );
  }

  /** Whether anything turned out to be no more. */
  get lacks(): boolean {
    return [...this.#lists.values()].some(({ objects }) => [...objects.values()].includes(null));
  }

  /** Resources of what turned out to be no more; from now on it was not read. */
  forgetAbsent(): OktaResource[] {
    const resources = new Set<OktaResource>();
    for (const { resource, objects } of this.#lists.values()) {
      for (const [key, read] of objects) if (read === null && objects.delete(key)) resources.add(resource);
    }
    return [...resources];
  }

  async write(run: ReadRun): Promise<void> {
    const lists = [...this.#lists.values()].filter(({ objects }) => objects.size > 0);
    await Promise.all(
      lists.map(({ resource, parent, objects }) => {
        const mapped = [...objects.values()].map((read) => read ?? NOTHING);
        const nodes = mapped.flatMap((each) => each.nodes);
        const edges = mapped.flatMap((each) => each.edges);
        return run.writeObjects({ resource, parent }, [...objects.keys()], { nodes, edges });
      }),
    );
  }
}
