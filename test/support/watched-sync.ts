import type { Cluster } from './cluster';

/** An event of a sync, as it was told. */
export interface SyncEvent {
  readonly id: string;
  readonly event: string;
  readonly data: { readonly id: string; readonly state: string };
}

/**
 * Watches a sync to its end as a browser does: one process after the other, each told which event came last.
 * @returns what was told, in order
 */
export async function watchedSync({ apis, api }: Cluster, syncId: string): Promise<SyncEvent[]> {
  const told: SyncEvent[] = [];
  for (let turn = 0; told.at(-1)?.event !== 'ended'; turn += 1) {
    const last = told.at(-1);
    const headers = { authorization: `Bearer ${api.key}`, ...(last && { 'last-event-id': last.id }) };
    const url = `${apis[turn % apis.length]!.origin}/api/v1/syncs/${syncId}/events`;
    try {
      await hear(await fetch(url, { headers }), told);
    } catch (error) {
      // It was gone, or went while it told.
      if ((error as Error).name !== 'TypeError') throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  return told;
}

async function hear(answer: Response, told: SyncEvent[]): Promise<void> {
  if (answer.status !== 200) throw new Error(`${answer.status}: ${await answer.text()}`);
  const decoder = new TextDecoder();
  let text = '';
  for await (const piece of answer.body!) {
    text += decoder.decode(piece as Uint8Array, { stream: true });
    for (let end = text.indexOf('\n\n'); end !== -1; end = text.indexOf('\n\n')) {
      const [id, event, data] = text.slice(0, end).split('\n') as [string, string, string];
      text = text.slice(end + 2);
      if (!id.startsWith('id: ')) continue;
      told.push({ id: id.slice(4), event: event.slice(7), data: JSON.parse(data.slice(6)) as SyncEvent['data'] });
    }
  }
}
