export { AlertsModule } from './alerts.module';

/** What happened, as it is told. */
export { ALERT_TYPES, testNotice } from './alert';
export { FINDING_ALERT_TYPES } from './alert';
export type { AlertEvent, AlertNotice, AlertType, ConnectionAlertType, FindingAlertType } from './alert';
/** @public for the suites */
export type { ToldRule } from './alert';
/** @public for the suites */
export type { Alert } from './alert';
export { ALERT_FORMATS } from './format/formats';
export type { AlertFormat } from './format/formats';
export { ocsfFinding } from './format/ocsf';

/** Whom it is told. */
export { CHANNEL_STATES, wants } from './channel/channel';
export type { Channel } from './channel/channel';
export { CHANNEL_KINDS, CHANNEL_KIND_NAMES, composedFor, kindOf } from './kind/kinds';
export type { ChannelKindName } from './kind/kinds';
export { checkedFields, checkedFormat } from './kind/given';
export { ChannelStore } from './channel/channel.store';
export type { ChannelChange, NewChannel } from './channel/channel.store';
export { admittedBy, targetOf } from './outbound/target';
export type { Admitted } from './outbound/target';

/** How it is told. */
export { DELIVERY_STATES } from './delivery/delivery';
export type { Attempt, Delivery, DeliveryState } from './delivery/delivery';
export { deliveryFigures } from './delivery/delivery-figures';
export { DeliveryStore } from './delivery/delivery.store';
/** @public for the suites */
export { DigestStore } from './digest/digest.store';
export type { DueDigest } from './digest/digest.store';
export { whyUnverified } from './sign';
export { Courier } from './delivery/courier';

/** What the people who run the product are told of it. */
export { MAIL_STATES, NOTICE_TYPES } from './notice/notice';
export type { DueMail, NewNotice, Notice, NoticeMail, NoticeType } from './notice/notice';
export { NoticeStore } from './notice/notice.store';
export type { MailHealth } from './notice/notice.store';
