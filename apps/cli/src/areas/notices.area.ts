import type { Told } from './area';

/** What the people who run this are told of it. */
export type ToldNotice = Told<'NoticeBody'>;

/** What those who run this are told, and whether it goes out by mail. */
export interface NoticesArea {
  /** Newest first. @param open true: those nobody acknowledged, and that are not over @param most how many at most */
  list(open: boolean, most: number): Promise<readonly ToldNotice[]>;
  /** @throws {DomainError} `notice.not_found`; as the other does */
  get(id: string): Promise<Told<'NoticeDetailBody'>>;
  /** The first who says so stays. */
  acknowledge(id: string): Promise<ToldNotice>;
  mail(): Promise<Told<'MailHealthBody'>>;
}
