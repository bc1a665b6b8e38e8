/** What Node and its libraries look for, in whichever process. */
const COMMON = /^(PATH|HOME|TMPDIR|TZ|LANG|LC_[A-Z]+|NODE_[A-Z_]+|SSL_CERT_(FILE|DIR))$/;
/** Of the server: its settings, and what the drivers of its stores read by themselves. */
const SERVER = /^(POSTURE_[A-Z0-9_]+|PG[A-Z]+)$/;

/**
 * The variables a process of ours is given: what else this one was given, such as a token for `--token-env`, is none of its
 * business, and would be seen by whoever can look at it.
 */
export function childEnvironment(of: 'server' | 'sandbox', env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const wanted = ([name]: readonly [string, unknown]) => COMMON.test(name) || (of === 'server' && SERVER.test(name));
  return Object.fromEntries(Object.entries(env).filter(wanted));
}
