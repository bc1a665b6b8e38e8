import { DomainError } from '@posture/domain';
import type { Actor } from '@posture/domain';
import type { DuePolicies, Exceptions, Finding, FindingTriage, Lapses, PeoplesRequest } from '@posture/findings';
import type { AppConfig } from '@posture/platform';
import { USUAL_SCAN } from './scan-input';
import type { Work } from './work';

/** What people and time do to findings, where more follows from it than the finding's own change. */
export class TriageFlow {
  constructor(
    private readonly triage: FindingTriage,
    private readonly exceptions: Exceptions,
    private readonly duePolicies: DuePolicies,
    private readonly lapses: Lapses,
    private readonly work: Work,
    private readonly config: AppConfig,
  ) {}

  /** What is claimed to be mended is looked at: the tenant is read again, unless it is just being read. @param stepId and @throws as `FindingTriage` */
  async transition(
    id: string,
    request: PeoplesRequest,
    actor: Actor,
    expectedVersion: number,
    stepId?: string,
  ): Promise<Finding> {
    const finding = await this.triage.transition(id, request, actor, expectedVersion, stepId);
    if (request.action === 'claim') await this.verify(finding.connectionId);
    return finding;
  }

  /** Exceptions and due dates that are not through with what they cover; those that are over, or have passed. */
  async goOn(): Promise<void> {
    for (const id of await this.exceptions.unapplied()) await this.exceptions.apply(id);
    await this.duePolicies.goOn();
    await this.lapses.goOn({ closesIdle: this.config.closeIdleDetections });
  }

  /** Reads a tenant again, unless it is just being read: what is claimed of it is looked at. */
  async verify(connectionId: string): Promise<void> {
    try {
      await this.work.scan(connectionId, USUAL_SCAN, 'claim');
    } catch (error) {
      // What it claims is settled by whatever was read after it, by this scan or the next.
      if (!(error instanceof DomainError && error.code === 'sync.already_running')) throw error;
    }
  }
}
