/** Ids of the connections somebody sees; null: all of them, also those to come. What is outside does not exist for him. */
export type ConnectionScope = readonly string[] | null;
