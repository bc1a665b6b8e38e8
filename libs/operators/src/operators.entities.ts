import { ApiKeyEntity } from './api-key/api-key.entity';

/** What this room keeps with repositories; whoever opens the store hands it in. */
export const OPERATORS_ENTITIES = [ApiKeyEntity];
