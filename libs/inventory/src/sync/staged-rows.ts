import type { EdgeRecord, JsonObject, NodeRecord, PageCommit } from '@posture/domain';
import { plainArray, storableJson, storableText, textArray } from '@posture/platform';
import { edgeHash, nodeHash } from './content-hash';

const PROPS_REMEMBERED = 5_000;

/** Turns pages into the columns of one insert. Of rows with one key within the pages the last one stays. */
export class StagedRows {
  private readonly propsSeen = new Map<string, readonly [string | null, string | null]>();

  /** read_id, key, kind, external_id, name, props, observed, content_hash; null when there is no node. */
  nodes(commits: readonly PageCommit[], readIds: readonly string[]): string[] | null {
    const rows = new Map<string, readonly [string, NodeRecord]>();
    commits.forEach(({ page }, i) => {
      for (const node of page.nodes) rows.set(`${readIds[i]} ${node.key}`, [readIds[i]!, node]);
    });
    if (rows.size === 0) return null;
    const list = [...rows.values()];
    const nodes = list.map(([, node]) => node);
    return [
      plainArray(list.map(([readId]) => readId)),
      textArray(nodes.map((node) => node.key)),
      textArray(nodes.map((node) => node.kind)),
      textArray(nodes.map((node) => node.externalId)),
      textArray(nodes.map((node) => (node.name === null ? null : storableText(node.name)))),
      textArray(nodes.map((node) => storableJson(node.props))),
      textArray(nodes.map((node) => (node.observed === undefined ? null : storableJson(node.observed)))),
      plainArray(nodes.map(nodeHash)),
    ];
  }

  /** read_id, kind, src_key, dst_key, props, content_hash; null when there is no edge. */
  edges(commits: readonly PageCommit[], readIds: readonly string[]): string[] | null {
    const rows = new Map<string, readonly [string, EdgeRecord]>();
    commits.forEach(({ page }, i) => {
      for (const edge of page.edges)
        rows.set(`${readIds[i]} ${edge.kind} ${edge.src} ${edge.dst}`, [readIds[i]!, edge]);
    });
    if (rows.size === 0) return null;
    const list = [...rows.values()];
    const edges = list.map(([, edge]) => edge);
    const props = edges.map((edge) => this.edgeProps(edge.props));
    return [
      plainArray(list.map(([readId]) => readId)),
      textArray(edges.map((edge) => edge.kind)),
      textArray(edges.map((edge) => edge.src)),
      textArray(edges.map((edge) => edge.dst)),
      textArray(props.map(([json]) => json)),
      plainArray(props.map(([, hash]) => hash)),
    ];
  }

  /** A million assignments carry a few different props; each is hashed once. */
  private edgeProps(props: JsonObject | undefined): readonly [json: string | null, hash: string | null] {
    if (props === undefined) return NO_PROPS;
    const json = storableJson(props);
    let known = this.propsSeen.get(json);
    if (known === undefined) {
      const hash = edgeHash(props);
      known = hash === null ? NO_PROPS : [json, hash];
      if (this.propsSeen.size >= PROPS_REMEMBERED) this.propsSeen.clear();
      this.propsSeen.set(json, known);
    }
    return known;
  }
}

const NO_PROPS = [null, null] as const;
