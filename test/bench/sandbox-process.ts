import { startChild } from './child-process';

export interface OrgSize {
  readonly users: number;
  readonly groups: number;
  readonly apps: number;
  readonly scenario?: string;
}

/** A sandbox org in a process of its own, so that its work and memory are not the engine's. */
export interface ServedOrg {
  readonly url: string;
  /** API token of a super admin. */
  readonly token: string;
  /** An answer of its API, as that admin gets it. */
  read(path: string): Promise<unknown>;
  /** Steers it. @param what below `/__sandbox`; there is none of it without `LogLife` */
  control(what: string, body: object): Promise<unknown>;
  stop(): Promise<void>;
}

/** What the log of an org holds, and what is written into it while it is served. */
export interface LogLife {
  readonly historyDays?: number;
  readonly eventsPerMinute?: number;
}

interface Announcement {
  readonly url: string;
  readonly tokens: readonly { readonly roles: readonly string[]; readonly value: string }[];
}

/** Serves it on loopback without rate limits. @param log null: nothing happens, and nobody steers it */
export async function serveOrg(
  { users, groups, apps, scenario = 'quiet' }: OrgSize,
  log: LogLife | null = null,
): Promise<ServedOrg> {
  const size = ['--users', users, '--groups', groups, '--apps', apps, '--scenario', scenario];
  const live = log === null ? ['--no-control'] : lifeOf(log);
  const child = await startChild('apps/sandbox/src/main.ts', [...size, '--unlimited', ...live]);
  const { url, tokens } = child.said as Announcement;
  const token = tokens.find(({ roles }) => roles.join() === 'SUPER_ADMIN');
  if (token === undefined) throw new Error('The sandbox has no token of a super admin.');
  const asked = async (path: string, init: RequestInit) => {
    const response = await fetch(`${url}${path}`, init);
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
  return {
    url,
    token: token.value,
    read: (path) => asked(path, { headers: { authorization: `SSWS ${token.value}` } }),
    control: (what, body) =>
      asked(`/__sandbox/${what}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    stop: () => child.stop(),
  };
}

function lifeOf({ historyDays, eventsPerMinute }: LogLife): (string | number)[] {
  return [
    ...(historyDays === undefined ? [] : ['--history', historyDays]),
    ...(eventsPerMinute === undefined ? [] : ['--events-per-minute', eventsPerMinute]),
  ];
}
