/** The instant, in milliseconds since the epoch. Injected so that windows and lifetimes can be tested without waiting. */
export type Now = () => number;

export const systemNow: Now = () => Date.now();
