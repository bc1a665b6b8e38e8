import { randomInt } from 'node:crypto';
import { Module } from '@nestjs/common';
import type { InjectionToken } from '@nestjs/common';
import { AppConfig, CLOCK, Database, LOGGER, SecretBox, plain, processName } from '@posture/platform';
import type { Clock, Logger } from '@posture/platform';
import { ChannelStore } from './channel/channel.store';
import { Courier } from './delivery/courier';
import { DeliveryStore } from './delivery/delivery.store';
import { OutboundHttp } from './outbound/outbound-http';

const COURIER = {
  provide: Courier,
  inject: [ChannelStore, DeliveryStore, AppConfig, CLOCK, LOGGER] as InjectionToken[],
  useFactory: (channels: ChannelStore, deliveries: DeliveryStore, config: AppConfig, clock: Clock, logger: Logger) => {
    const outbound = new OutboundHttp({ networks: config.alertNetworks, loopback: config.allowLoopback });
    // Spreads the attempts of those that failed together; nothing secret hangs on it.
    const random = () => randomInt(1_000) / 1_000;
    return new Courier(channels, deliveries, outbound, clock, logger, processName(), random);
  },
};

const PROVIDERS = [plain(ChannelStore, Database, SecretBox, CLOCK), plain(DeliveryStore, Database, CLOCK), COURIER];

/** Gives channels, what is on its way to them, and who carries it. */
@Module({ providers: PROVIDERS, exports: PROVIDERS })
export class AlertsModule {}
