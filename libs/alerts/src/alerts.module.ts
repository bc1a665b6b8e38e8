import { Module } from '@nestjs/common';
import type { InjectionToken } from '@nestjs/common';
import { AppConfig, CLOCK, Database, LOGGER, SecretBox, chance, plain, processName } from '@posture/platform';
import type { Clock, Logger } from '@posture/platform';
import { ChannelStore } from './channel/channel.store';
import { Courier } from './delivery/courier';
import { DeliveryStore } from './delivery/delivery.store';
import { DigestStore } from './digest/digest.store';
import { OutboundHttp } from './outbound/outbound-http';
import { admittedBy } from './outbound/target';

const COURIER = {
  provide: Courier,
  inject: [ChannelStore, DeliveryStore, AppConfig, CLOCK, LOGGER] as InjectionToken[],
  useFactory: (channels: ChannelStore, deliveries: DeliveryStore, config: AppConfig, clock: Clock, logger: Logger) => {
    const outbound = new OutboundHttp(admittedBy(config));
    return new Courier(channels, deliveries, outbound, clock, logger, processName(), chance);
  },
};

const DIGESTS = {
  provide: DigestStore,
  inject: [CLOCK, AppConfig] as InjectionToken[],
  useFactory: (clock: Clock, { alertsPerHour }: AppConfig) => new DigestStore(clock, alertsPerHour),
};

const PROVIDERS = [
  plain(ChannelStore, Database, SecretBox, CLOCK),
  DIGESTS,
  plain(DeliveryStore, Database, CLOCK, DigestStore),
  COURIER,
];

/** Gives channels, what is on its way to them, and who carries it. */
@Module({ providers: PROVIDERS, exports: PROVIDERS })
export class AlertsModule {}
