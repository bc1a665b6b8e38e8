import { AccessHistory, DriftDirectory } from '@posture/flows';
import type { InventoryVersion } from '@posture/inventory';
import { systemClock } from '@posture/platform';
import type { Here } from '../open-app';
import { plain } from './area';
import { connectionHere } from './connection.here';
import type { DriftArea } from './drift.area';

export function driftHere(here: Here): DriftArea {
  return {
    async between({ connection, key }, from, to) {
      const app = await here.app();
      const connectionId = await connectionHere(app, connection);
      const [history, directory] = [app.get(AccessHistory), app.get(DriftDirectory)];
      const [first, last] = [await instantOf(history, connectionId, from), await instantOf(history, connectionId, to)];
      const { changes } = await history.between({ connectionId, key }, first, last);
      const { rebased, nodes, edges, ...ends } = await directory.between(
        await directory.span(connectionId, first, last),
      );
      const all = plain({ from: endOf(ends.from), to: endOf(ends.to), rebased, nodes, edges });
      return { key: key ?? null, access: plain(changes), all };
    },
    async access({ connection, key }, when) {
      const app = await here.app();
      const connectionId = await connectionHere(app, connection);
      const history = app.get(AccessHistory);
      const instant = await instantOf(history, connectionId, when);
      const then = await history.at({ connectionId, key }, instant);
      return { key: then.key, asOf: when === 'now' ? null : instant.toISOString(), rows: plain(then.rows) };
    },
  };
}

function endOf({ version, instant }: InventoryVersion) {
  return { version, instant };
}

function instantOf(history: AccessHistory, connectionId: string, when: string): Promise<Date> {
  return when === 'now' ? Promise.resolve(systemClock.now()) : history.instantOf(connectionId, when);
}
