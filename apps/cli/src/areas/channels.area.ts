import type { Places, Told } from './area';

/** A receiver of alerts. */
export type ToldChannel = Told<'ChannelBody'>;
/** How a test alert went. */
export type ToldTest = Told<'ChannelTestBody'>;

/** Receivers of alerts. */
export interface ChannelsArea {
  list(): Promise<readonly ToldChannel[]>;
  /** Sends an alert that says it is a test, once, at once. @throws {DomainError} `channel.not_found` */
  test(id: string): Promise<ToldTest>;
}

export const CHANNELS: Places<ChannelsArea> = {
  here: async () => (await import('./channels.here')).channelsHere,
  there: async () => (await import('./channels.there')).channelsThere,
};
