/** As an option says that there is no end: an option cannot be null. */
export const NEVER = 'never';
