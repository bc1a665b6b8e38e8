export { ApiKeyStore } from './api-key/api-key.store';
export { OPERATORS_ENTITIES } from './operators.entities';
export type { Principal } from './principal';
export { OperatorsModule } from './operators.module';
