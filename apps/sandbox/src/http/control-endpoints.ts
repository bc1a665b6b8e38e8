import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Change, SandboxOrg } from '../org/org';
import { parseFault, type FaultSwitch } from './faults';
import type { Traffic } from './traffic';

interface ControlParts {
  readonly org: SandboxOrg;
  readonly faults: FaultSwitch;
  readonly traffic: Traffic;
}

/** How a test steers the sandbox from outside its process. None of it is Okta's, and none of it is counted. */
export function serveControl(app: FastifyInstance, { org, faults, traffic }: ControlParts): void {
  app.get('/__sandbox/manifest', () => org.manifest());
  app.get('/__sandbox/stats', () => traffic.stats());
  app.post('/__sandbox/reset-stats', (_request, reply) => {
    traffic.reset();
    return reply.code(204).send();
  });
  app.get('/__sandbox/faults', () => faults.list());
  app.delete('/__sandbox/faults', (_request, reply) => {
    faults.clear();
    return reply.code(204).send();
  });
  app.post('/__sandbox/faults', (request, reply) =>
    guarded(reply, () => {
      const wanted = Array.isArray(request.body) ? request.body : [request.body];
      for (const fault of wanted.map(parseFault)) faults.add(fault);
      return faults.list();
    }),
  );
  app.post('/__sandbox/mutate', (request, reply) =>
    guarded(reply, () => {
      const changes = Array.isArray(request.body) ? request.body : [request.body];
      for (const change of changes) org.mutate(parseChange(change));
      return { changed: changes.length };
    }),
  );
}

function guarded(reply: FastifyReply, work: () => unknown): unknown {
  try {
    return work();
  } catch (cause) {
    return reply.code(400).send({ error: cause instanceof Error ? cause.message : String(cause) });
  }
}

function parseChange(value: unknown): Change {
  const change = value as Partial<Change> | null;
  const op = change?.op;
  if (op !== 'add' && op !== 'patch' && op !== 'remove') throw new Error('op: one of add, patch, remove');
  if (typeof change?.collection !== 'string') throw new Error('collection: the name of a collection');
  return change as Change;
}
