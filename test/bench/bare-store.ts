import type { Database } from '@posture/platform';
import { chunkRows } from '../../libs/inventory/src/merge/merge-chunks';
import type { SyntheticList } from './synthetic-records';
import { transactionsOf } from './synthetic-records';

/**
 * The least SQL that stages the same rows and merges them in the same chunks: no versions, hashes, coverage, cursors,
 * leases or closing; tables with what finds a row by its identity and an edge by its ends.
 */
export class BareStore {
  private readonly lists: { readonly id: number; readonly nodes: number; readonly edges: number }[] = [];

  constructor(private readonly database: Database) {}

  async create(): Promise<void> {
    const text = 'text collate "C" not null';
    for (const statement of [
      `create table bare_stage_node (list int not null, key ${text}, kind ${text}, external_id ${text}, name text,
         props jsonb not null, observed jsonb, primary key (list, key))`,
      `create table bare_stage_edge (list int not null, kind ${text}, src_key ${text}, dst_key ${text}, props jsonb,
         primary key (list, kind, src_key, dst_key))`,
      `create table bare_node (list int not null, key ${text} primary key, kind ${text}, external_id ${text}, name text,
         props jsonb not null, observed jsonb)`,
      `create table bare_edge (list int not null, kind ${text}, src_key ${text}, dst_key ${text}, props jsonb,
         primary key (list, kind, src_key, dst_key))`,
      'create index bare_edge_src on bare_edge (src_key)',
      'create index bare_edge_dst on bare_edge (dst_key)',
    ]) {
      await this.database.query(statement);
    }
  }

  async stage(lists: readonly SyntheticList[]): Promise<void> {
    for (const [id, list] of lists.entries()) {
      const isNodes = list.parent === '';
      this.lists.push({ id, nodes: isNodes ? list.records : 0, edges: isNodes ? 0 : list.records });
    }
    const idOf = new Map(lists.map(({ resource, parent }, id) => [`${resource} ${parent}`, id]));
    for (const commits of transactionsOf(lists)) {
      const nodes = commits.flatMap(({ resource, parent, page }) =>
        page.nodes.map((node) => ({ list: idOf.get(`${resource} ${parent}`), ...node })),
      );
      const edges = commits.flatMap(({ resource, parent, page }) =>
        page.edges.map((edge) => ({ list: idOf.get(`${resource} ${parent}`), ...edge })),
      );
      await this.database.transaction(async (tx) => {
        if (nodes.length > 0) {
          await tx.query(
            `insert into bare_stage_node select * from unnest($1::int[], $2::text[], $3::text[], $4::text[], $5::text[],
               $6::jsonb[], $7::jsonb[])`,
            [
              nodes.map(({ list }) => list),
              nodes.map(({ key }) => key),
              nodes.map(({ kind }) => kind),
              nodes.map(({ externalId }) => externalId),
              nodes.map(({ name }) => name),
              nodes.map(({ props }) => JSON.stringify(props)),
              nodes.map(({ observed }) => (observed === undefined ? null : JSON.stringify(observed))),
            ],
          );
        }
        if (edges.length > 0) {
          await tx.query(
            `insert into bare_stage_edge select * from unnest($1::int[], $2::text[], $3::text[], $4::text[], $5::jsonb[])`,
            [
              edges.map(({ list }) => list),
              edges.map(({ kind }) => kind),
              edges.map(({ src }) => src),
              edges.map(({ dst }) => dst),
              edges.map(({ props }) => (props === undefined ? null : JSON.stringify(props))),
            ],
          );
        }
      });
    }
  }

  async merge(): Promise<void> {
    const most = chunkRows(this.database);
    await this.database.analyze(['bare_stage_node', 'bare_stage_edge']);
    for (const { id, nodes } of this.lists.filter((list) => list.nodes > 0)) {
      for (let after = '', done = 0; done < nodes; done += most) {
        const [last] = await this.database.query<{ key: string }>(
          `with chunk as (select * from bare_stage_node where list = $1 and key > $2 order by key limit ${most}),
           merged as (
             insert into bare_node select c.* from chunk c left join bare_node n on n.key = c.key where n.key is null
             returning 1)
           select max(key) as key from chunk where (select count(*) from merged) >= 0`,
          [id, after],
        );
        after = last!.key;
      }
    }
    for (let at = 0; at < this.lists.length;) {
      const from = at;
      for (let rows = 0; at < this.lists.length && (at === from || rows + this.lists[at]!.edges <= most); at += 1) {
        rows += this.lists[at]!.edges;
      }
      await this.database.query(
        `insert into bare_edge
         select s.* from bare_stage_edge s left join bare_edge e using (list, kind, src_key, dst_key)
         where s.list >= $1 and s.list < $2 and e.list is null
         order by s.list, s.kind, s.src_key, s.dst_key`,
        [from, at],
      );
    }
  }

  async count(): Promise<number> {
    const [row] = await this.database.query<{ n: number }>(
      'select ((select count(*) from bare_node) + (select count(*) from bare_edge))::int as n',
    );
    return row!.n;
  }
}
