import type { ActivityStore } from '@posture/activity';
import type { DeliveryStore, NoticeStore } from '@posture/alerts';
import type { EvaluationStore } from '@posture/evaluations';
import type { FindingReconciler, FindingStore } from '@posture/findings';
import type { ConnectionStore, Inventory } from '@posture/inventory';
import type { FarNudges } from '@posture/platform';
import type { TuningStore } from '@posture/rule-engine';
import type { Graphs } from './graphs';
import type { ProjectionFlow } from './projection.flow';
import type { Work } from './work';

/** Lets go of a tenant, with all that is known of it or but its history. */
export class DisconnectFlow {
  constructor(
    private readonly connections: ConnectionStore,
    private readonly findings: FindingStore,
    private readonly reconciler: FindingReconciler,
    private readonly inventory: Inventory,
    private readonly deliveries: DeliveryStore,
    private readonly notices: NoticeStore,
    private readonly evaluations: EvaluationStore,
    private readonly activity: ActivityStore,
    private readonly tunings: TuningStore,
    private readonly graphs: Graphs,
    private readonly projection: ProjectionFlow,
    private readonly work: Work,
    private readonly nudges: FarNudges,
  ) {}

  /**
   * Destroys the credential, stops what runs and asks for nothing more; what was found ends, and with all else that is
   * known stays to be asked. Done once more, it goes on where it was broken off.
   * @throws {DomainError} `connection.not_found`
   */
  async keepHistory(id: string): Promise<void> {
    await this.connections.remove(id);
    await this.work.stop(id);
    const published = await this.inventory.reader(id).published();
    await this.reconciler.removeSource(id, published?.version ?? 0);
    await this.nudges.forget(id);
    await this.projection.requestRemoval(id, 'delete');
  }

  /**
   * Forgets it: what runs for it, what was found and told, what happened, what is known, its credential, and its graphs.
   * The connection goes last: a process that dies on the way leaves something that can be deleted again.
   * @throws {DomainError} `connection.not_found`
   */
  async purge(id: string): Promise<void> {
    await this.connections.get(id);
    await this.work.forget(id);
    await this.findings.forget(id);
    await this.deliveries.forget(id);
    await this.notices.forget(id);
    await this.evaluations.forget(id);
    await this.activity.forget(id);
    await this.tunings.forget(id);
    await this.nudges.forget(id);
    await this.projection.requestRemoval(id, 'delete');
    await this.connections.delete(id);
    this.graphs.forget(id);
  }
}
