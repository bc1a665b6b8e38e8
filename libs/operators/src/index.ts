export { ApiKeyStore } from './api-key/api-key.store';
export { OPERATORS_ENTITIES } from './operators.entities';
export { OPERATOR_ROLES, PERMISSIONS, isAllowed, rolesWith } from './permission';
export type { Permission } from './permission';
export { actorOf } from './principal';
export type { ConnectionScope, OperatorRole, Principal } from './principal';
export { OperatorsModule } from './operators.module';
