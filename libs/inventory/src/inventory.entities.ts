import { ConnectionEntity } from './connection/connection.entity';

/** What the inventory keeps with repositories; whoever opens the store hands it in. */
export const INVENTORY_ENTITIES = [ConnectionEntity];
