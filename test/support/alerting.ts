import { ChannelStore, Courier, DeliveryStore, DigestStore } from '@posture/alerts';
import type { Channel } from '@posture/alerts';
import { DetectionReconciler, EpisodeStore, FindingOutbox, FindingReconciler, FindingStore } from '@posture/findings';
import { AlertFlow } from '@posture/flows';
import { RunStore, SecretBox } from '@posture/platform';
import type { Clock, Database, Logger } from '@posture/platform';
import { OutboundHttp } from '../../libs/alerts/src/outbound/outbound-http';

/** How it is put together. */
export interface AlertingOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly masterKeyFile: string;
  /** Names this process. */
  readonly holder?: string;
  readonly mostAnHour?: number;
  readonly random?: () => number;
}

/** All that writes findings and tells of them, on one database, to receivers on loopback. */
export class Alerting {
  readonly findings: FindingStore;
  readonly reconciler: FindingReconciler;
  readonly detections: DetectionReconciler;
  readonly runs: RunStore;
  readonly channels: ChannelStore;
  readonly deliveries: DeliveryStore;
  readonly courier: Courier;
  readonly flow: AlertFlow;

  constructor({ database, clock, logger, masterKeyFile, holder = 'one', mostAnHour = 1_000, random }: AlertingOptions) {
    this.findings = new FindingStore(database);
    this.reconciler = new FindingReconciler(database, this.findings, clock);
    this.detections = new DetectionReconciler(this.findings, new EpisodeStore(database), clock);
    this.runs = new RunStore(database, clock);
    this.channels = new ChannelStore(database, SecretBox.open(masterKeyFile), clock);
    this.deliveries = new DeliveryStore(database, clock, new DigestStore(clock, mostAnHour));
    const outbound = new OutboundHttp({ networks: [], loopback: true });
    this.courier = new Courier(this.channels, this.deliveries, outbound, clock, logger, holder, random ?? (() => 0.5));
    this.flow = new AlertFlow(new FindingOutbox(), this.channels, this.deliveries, this.courier, this.runs, clock);
  }

  /** A channel that wants everything. */
  async channelTo(url: string): Promise<{ readonly channel: Channel; readonly secret: string }> {
    const filter = { minSeverity: 'informational' as const, types: [], connectionIds: [] };
    const made = await this.channels.create({ name: 'SIEM', url: new URL(url), filter, includesEvidence: false });
    return { channel: made.channel, secret: made.secret.reveal() };
  }
}
