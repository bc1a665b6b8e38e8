import { DomainError } from '@posture/domain';
import type { Actor, JsonObject } from '@posture/domain';
import type { BulkChanges, BulkChoice, BulkCounts, BulkRequest, Decider } from '@posture/findings';
import type { Run, RunContext, RunStore } from '@posture/platform';
import type { TriageFlow } from './triage.flow';
import type { Work } from './work';

/** One is read and written out while the store does the other. */
const LANES = 2;

/** A change of many findings, with how far it has got. */
export interface BulkChange {
  readonly run: Run;
  readonly request: BulkRequest;
  readonly actor: Actor;
  readonly counts: BulkCounts;
}

/** What people do to many findings at once, by a worker. */
export class BulkChangeFlow {
  constructor(
    private readonly changes: BulkChanges,
    private readonly triage: TriageFlow,
    private readonly work: Work,
    private readonly runs: RunStore,
  ) {}

  /**
   * Settles which findings are meant, and asks for the change.
   * @param id of its run; asked for once more under the same, it is the same change
   * @throws {DomainError} `bulk_change.count_differs`; of exceptions what `BulkChanges.check` throws
   */
  async ask(choice: BulkChoice, request: BulkRequest, decider: Decider, id: string): Promise<BulkChange> {
    const { actor, approves } = decider;
    this.changes.check(request, choice, approves);
    const input = { request, actor, approves } as unknown as JsonObject;
    const trigger = actor.kind === 'cli' ? 'cli' : 'api';
    await this.work.triage(input, trigger, id, (run, tx) => this.changes.choose(run.id, choice, tx));
    return this.get(id);
  }

  /** @throws {DomainError} `bulk_change.not_found` */
  async get(id: string): Promise<BulkChange> {
    const run = await this.#run(id);
    const { request, actor } = askedOf(run);
    return { run, request, actor, counts: await this.changes.counts(id) };
  }

  /** Runs of kind `triage`. @returns how many became what */
  async run(run: Run, context: RunContext): Promise<JsonObject> {
    const { request, ...decider } = askedOf(run);
    context.step('changing findings');
    let settled = 0;
    const goOn = async (at: number) => {
      for (;;) {
        context.signal.throwIfAborted();
        const more = await this.changes.goOn(run.id, request, decider, context.hold, { at, of: LANES });
        if (more === 0) return;
        context.progress({ settled: (settled += more) });
      }
    };
    // All have ended before the run does, also where one of them fails.
    const lanes = await Promise.allSettled(Array.from({ length: LANES }, (_, at) => goOn(at)));
    for (const lane of lanes) if (lane.status === 'rejected') throw lane.reason;
    if (request.action === 'claim') {
      for (const connectionId of await this.changes.connectionsOf(run.id)) await this.triage.verify(connectionId);
    }
    return { ...(await this.changes.counts(run.id)) };
  }

  async #run(id: string): Promise<Run> {
    const run = await this.runs.find(id);
    if (run?.kind === 'triage') return run;
    throw new DomainError('bulk_change.not_found', 'not_found', `There is no bulk change ${id}.`, {
      field: 'id',
      remedy: 'Take the id from the answer that asked for it; what has ended is kept as long as its run.',
    });
  }
}

function askedOf({ input }: Run): Decider & Pick<BulkChange, 'request'> {
  // What was asked for before exceptions were says nothing of them.
  return { approves: false, ...(input as unknown as Omit<Decider, 'approves'> & Pick<BulkChange, 'request'>) };
}
