import { Agent, request } from 'node:http';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** Requests sent at their times, whatever became of those before. */
export interface LoadPlan {
  readonly api: string;
  readonly key: string;
  /** Sent in turn, so many a second. */
  readonly paths: readonly string[];
  readonly perSecond: number;
  /** Sent as well, and told apart. */
  readonly beside: readonly string[];
  readonly besidePerSecond: number;
  /** Not counted at first. */
  readonly warmUpSeconds: number;
  readonly seconds: number;
}

/** Milliseconds from the moment each request was due until its answer was there. */
export interface LoadResult {
  readonly main: readonly number[];
  readonly beside: readonly number[];
  /** What was answered otherwise than with 200. */
  readonly refused: readonly string[];
}

const agent = new Agent({ keepAlive: true, maxSockets: 256 });

/** Argument: a file with the plan. Prints the result as JSON, and ends. */
async function main([file = '']: readonly string[]): Promise<void> {
  const plan = JSON.parse(readFileSync(file, 'utf8')) as LoadPlan;
  const refused: string[] = [];
  const from = performance.now();
  const [main, beside] = await Promise.all([
    send(plan, plan.paths, plan.perSecond, from, refused),
    send(plan, plan.beside, plan.besidePerSecond, from, refused),
  ]);
  const result: LoadResult = { main, beside, refused: refused.slice(0, 5) };
  process.stdout.write(`${JSON.stringify(result)}\n`);
  agent.destroy();
}

async function send(
  plan: LoadPlan,
  paths: readonly string[],
  perSecond: number,
  from: number,
  refused: string[],
): Promise<number[]> {
  const taken: number[] = [];
  const open: Promise<void>[] = [];
  const warmUp = plan.warmUpSeconds * perSecond;
  for (let n = 0; n < warmUp + plan.seconds * perSecond; n += 1) {
    const due = from + (n * 1_000) / perSecond;
    const early = due - performance.now();
    if (early > 0) await delay(early);
    open.push(
      get(plan, paths[n % paths.length]!).then(
        (status) => {
          if (n >= warmUp) taken.push(performance.now() - due);
          if (status !== 200) refused.push(`${status} ${paths[n % paths.length]}`);
        },
        (error: Error) => void refused.push(error.message),
      ),
    );
  }
  await Promise.all(open);
  return taken;
}

function get({ api, key }: LoadPlan, path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(`${api}${path}`, { agent, headers: { authorization: `Bearer ${key}` } }, (answer) => {
      answer.on('error', reject).on('end', () => resolve(answer.statusCode!));
      answer.resume();
    });
    sent.on('error', reject).end();
  });
}

void main(process.argv.slice(2));
