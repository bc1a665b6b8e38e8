import { ALERT_TYPES, ChannelStore, Courier, DeliveryStore, DigestStore } from '@posture/alerts';
import type { Channel } from '@posture/alerts';
import { DetectionReconciler, EpisodeStore, FindingOutbox, FindingReconciler, FindingStore } from '@posture/findings';
import { AlertContexts, AlertFlow, ChannelFlow, Providers } from '@posture/flows';
import { ConnectionStore } from '@posture/inventory';
import { RunStore, SecretBox } from '@posture/platform';
import type { Clock, Database, Logger } from '@posture/platform';
import { ChannelHealth } from '../../libs/alerts/src/delivery/channel-health';
import { waysOut } from '../../libs/alerts/src/kind/ways-out';
import { AddressGuard } from '../../libs/alerts/src/outbound/address-guard';

/** Receivers of tests are on this machine. */
export const HERE = { networks: [], loopback: true, ports: [] };

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
  readonly channelFlow: ChannelFlow;

  constructor({ database, clock, logger, masterKeyFile, holder = 'one', mostAnHour = 1_000, random }: AlertingOptions) {
    this.findings = new FindingStore(database);
    this.reconciler = new FindingReconciler(database, this.findings, clock);
    this.detections = new DetectionReconciler(this.findings, new EpisodeStore(database), clock);
    this.runs = new RunStore(database, clock);
    const secrets = SecretBox.open(masterKeyFile);
    this.channels = new ChannelStore(database, secrets, clock);
    this.deliveries = new DeliveryStore(database, clock, new DigestStore(clock, mostAnHour));
    const ways = waysOut(new AddressGuard(HERE), clock);
    const health = new ChannelHealth(database, this.deliveries, clock);
    const chance = random ?? (() => 0.5);
    this.courier = new Courier(this.channels, this.deliveries, health, ways, clock, logger, holder, chance);
    const contexts = new AlertContexts(new ConnectionStore(database, secrets, clock), new Providers([]), clock);
    const outbox = new FindingOutbox(database);
    this.flow = new AlertFlow(outbox, this.channels, this.deliveries, this.courier, this.runs, contexts);
    this.channelFlow = new ChannelFlow(this.channels, this.deliveries, outbox, contexts, clock);
  }

  /** A channel that wants everything. */
  async channelTo(url: string): Promise<{ readonly channel: Channel; readonly secret: string }> {
    const filter = { minSeverity: 'informational' as const, types: ALERT_TYPES, connectionIds: [] };
    const made = await this.channels.create({
      ...{ kind: 'webhook', name: 'SIEM', url: new URL(url), format: 'native', settings: {}, credential: {} },
      ...{ filter, includesEvidence: false },
    });
    return { channel: made.channel, secret: made.secret!.reveal() };
  }
}
