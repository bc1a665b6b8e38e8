import type { Bodies } from '../client/server';
import type { Told } from './area';

/** When a tenant is scanned by itself. */
export type ToldSchedule = Told<'ScheduleBody'>;

/** What is left out stays as it is. */
export type ScheduleWish = Bodies['ChangeScheduleBody'];

/** Schedules of connections, by their id, domain or name; undefined where there is only one. */
export interface SchedulesArea {
  /** Oldest connection first. */
  list(): Promise<readonly { readonly domain: string; readonly schedule: ToldSchedule }[]>;
  /** @throws {DomainError} `connection.not_found`, `connection.ambiguous` */
  get(connection: string | undefined): Promise<ToldSchedule>;
  /** Of the schedule as it is now. @throws {DomainError} as `get`, and `schedule.invalid` naming the field */
  change(connection: string | undefined, wish: ScheduleWish): Promise<ToldSchedule>;
}
