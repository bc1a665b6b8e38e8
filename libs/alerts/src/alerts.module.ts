import { Module } from '@nestjs/common';
import type { InjectionToken } from '@nestjs/common';
import { AppConfig, CLOCK, Database, LOGGER, SecretBox, chance, plain, processName } from '@posture/platform';
import type { Clock, Logger } from '@posture/platform';
import { ChannelStore } from './channel/channel.store';
import { ChannelHealth } from './delivery/channel-health';
import { Courier } from './delivery/courier';
import { DeliveryStore } from './delivery/delivery.store';
import { DigestStore } from './digest/digest.store';
import { NoticeStore } from './notice/notice.store';
import { waysOut } from './kind/ways-out';
import { AddressGuard } from './outbound/address-guard';
import { admittedBy } from './outbound/target';

const COURIER = {
  provide: Courier,
  inject: [ChannelStore, DeliveryStore, ChannelHealth, AppConfig, CLOCK, LOGGER] as InjectionToken[],
  useFactory: (
    channels: ChannelStore,
    deliveries: DeliveryStore,
    health: ChannelHealth,
    config: AppConfig,
    clock: Clock,
    logger: Logger,
  ) => {
    const ways = waysOut(new AddressGuard(admittedBy(config)), clock);
    return new Courier(channels, deliveries, health, ways, clock, logger, processName(), chance);
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
  plain(NoticeStore, Database, CLOCK),
  plain(DeliveryStore, Database, CLOCK, DigestStore),
  plain(ChannelHealth, Database, DeliveryStore, CLOCK),
  COURIER,
];

/** Gives channels, what is on its way to them, and who carries it. */
@Module({ providers: PROVIDERS, exports: PROVIDERS })
export class AlertsModule {}
