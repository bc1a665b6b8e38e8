import { Rng } from '../org/generate/rng';
import type { Change, Mutation, SandboxOrg } from '../org/org';
import { changeEvents } from './change-events';
import { belongings, movedOut } from './change-principals';
import { doneBy } from './doers';
import { People } from './life/people';
import { writeEvent } from './log-event';
import type { SystemLog } from './system-log';

/** The same org, whose every change the log tells: by whom it was made, and in one transaction. */
export function logging(org: SandboxOrg, log: SystemLog, seed: string): SandboxOrg {
  const rng = new Rng(`${seed}/changes`);
  const people = new People(org);
  const watched = Object.create(org) as SandboxOrg;
  watched.mutate = (change: Change): readonly Mutation[] => {
    const at = log.now();
    const done = doneBy(people, change.by, at);
    const user = moves(org, change) ? change.id : null;
    const before = user === null ? null : belongings(org, user);
    const mutations = org.mutate(change);
    const moved = user !== null && before ? movedOut(org, before, belongings(org, user)) : [];
    const id = `${done.transaction?.type === 'JOB' ? 'J' : 'W'}${rng.hex(24)}`;
    const uri = done.network ? `/api/v1/${change.collection}` : undefined;
    log.append(
      [...changeEvents(org, mutations), ...moved].map((told) =>
        writeEvent({
          ...{ ...done, ...told, at, uuid: rng.uuid() },
          ...(uri === undefined ? {} : { uri }),
          transaction: { ...done.transaction, id },
        }),
      ),
    );
    return mutations;
  };
  return watched;
}

/** Whether a user's groups and applications may be others afterwards. */
function moves(org: SandboxOrg, change: Change): change is Extract<Change, { readonly id: string }> {
  if (change.collection !== 'users' || change.op === 'add') return false;
  const gone = org.user(change.id)?.status === 'DEPROVISIONED';
  if (change.op === 'remove') return !gone;
  const { status } = change.patch;
  return status !== undefined && (status === 'DEPROVISIONED') !== gone;
}
