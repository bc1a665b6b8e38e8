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
  stop(): Promise<void>;
}

interface Announcement {
  readonly url: string;
  readonly tokens: readonly { readonly roles: readonly string[]; readonly value: string }[];
}

/** Serves it on loopback without rate limits. */
export async function serveOrg({ users, groups, apps, scenario = 'quiet' }: OrgSize): Promise<ServedOrg> {
  const size = ['--users', users, '--groups', groups, '--apps', apps, '--scenario', scenario];
  const child = await startChild('apps/sandbox/src/main.ts', [...size, '--unlimited', '--no-control']);
  const { url, tokens } = child.said as Announcement;
  const token = tokens.find(({ roles }) => roles.join() === 'SUPER_ADMIN');
  if (token === undefined) throw new Error('The sandbox has no token of a super admin.');
  return { url, token: token.value, stop: () => child.stop() };
}
