export { KEY_LIFE, KEY_OVERLAP, KEY_STATES } from './api-key/api-key';
export type { ApiKey, KeyMaker, KeyState, MadeKey } from './api-key/api-key';
export { ApiKeyStore } from './api-key/api-key.store';
export { GuessLimit } from './api-key/guess-limit';
export { KeyAdmission } from './api-key/key-admission';
export { AUDIT_OUTCOMES } from './audit/audit-event';
/** @public for the suites */
export { AUDIT_RETENTION } from './audit/audit-event';
export type { AskedChange, AuditEvent, AuditOutcome, AuditTarget } from './audit/audit-event';
export { AuditLog, endOf } from './audit/audit-log';
export { AuditReader } from './audit/audit-reader';
export type { AuditFilter, AuditProof } from './audit/audit-reader';
export { CHAIN_FAULTS } from './audit/chain-check';
export { OPERATORS_ENTITIES } from './operators.entities';
export { OPERATOR_ROLES, PERMISSIONS, isAllowed, rolesWith } from './permission';
export type { Permission } from './permission';
export { actorOf } from './principal';
export type { OperatorRole, Principal } from './principal';
export { OperatorsModule } from './operators.module';
