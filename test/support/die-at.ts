import { Client } from 'pg';

/** How a process ends itself by SIGKILL at a statement. */
export interface Death {
  /** Before it is sent, while the database works on it, or once it was answered. */
  readonly how: 'before' | 'during' | 'after';
  readonly delayMs: number;
}

/**
 * Every statement of every client of this process comes through here, transactions' own included.
 * @param next is asked at each, and says whether to die at it
 */
export function dieAt(next: () => Death | null): void {
  const send = Reflect.get(Client.prototype, 'query') as (...args: unknown[]) => unknown;
  Reflect.set(Client.prototype, 'query', function (this: Client, ...args: unknown[]) {
    const death = next();
    if (death?.how === 'before') die();
    const answer = send.apply(this, args);
    if (death?.how === 'during') setTimeout(die, death.delayMs);
    if (death?.how === 'after' && answer instanceof Promise) void answer.then(die, die);
    return answer;
  });
}

export function die(): void {
  process.kill(process.pid, 'SIGKILL');
}
