import { ADMIN_ORIGIN, ORG_ORIGIN, type Wire, type WireUser } from '../org/org';

interface Link {
  readonly href: string;
  readonly method?: string;
  readonly hints?: unknown;
}

export function href(path: string): Link {
  return { href: `${ORG_ORIGIN}${path}` };
}

/** As IAM endpoints link: to the `-admin` host. */
export function adminHref(path: string): Link {
  return { href: `${ADMIN_ORIGIN}${path}` };
}

/** The row with `links`, where the org itself gave it none of that name. */
export function withLinks(row: Wire, links: Readonly<Record<string, unknown>>): Wire {
  const own = row._links as Readonly<Record<string, unknown>> | undefined;
  return { ...row, _links: own ? { ...links, ...own } : links };
}

export function selfLinked(path: (row: Wire) => string): (row: Wire) => Wire {
  return (row) => withLinks(row, { self: href(path(row)) });
}

/** A list shows a user's `self` only. */
export function listedUser(user: WireUser): Wire {
  return withLinks(user, { self: href(`/api/v1/users/${user.id}`) });
}

const LIFECYCLE: Readonly<Record<WireUser['status'], readonly string[]>> = {
  STAGED: ['activate', 'deactivate'],
  PROVISIONED: ['reactivate', 'deactivate', 'resetPassword'],
  ACTIVE: ['suspend', 'resetPassword', 'expirePassword', 'resetFactors', 'changePassword', 'deactivate'],
  RECOVERY: ['reactivate', 'resetPassword', 'deactivate'],
  PASSWORD_EXPIRED: ['resetPassword', 'expirePassword', 'deactivate'],
  LOCKED_OUT: ['unlock', 'resetPassword', 'deactivate'],
  SUSPENDED: ['unsuspend', 'deactivate'],
  DEPROVISIONED: ['activate', 'delete'],
};

const CALLS: Readonly<Record<string, string>> = {
  resetPassword: 'lifecycle/reset_password',
  expirePassword: 'lifecycle/expire_password',
  resetFactors: 'lifecycle/reset_factors',
  changePassword: 'credentials/change_password',
};

/** A single user shows which lifecycle calls its status allows. */
export function singleUser(user: WireUser): Wire {
  const base = `/api/v1/users/${user.id}`;
  const links: Record<string, unknown> = { self: href(base) };
  for (const name of LIFECYCLE[user.status]) {
    links[name] =
      name === 'delete'
        ? { ...href(base), method: 'delete' }
        : { ...href(`${base}/${CALLS[name] ?? `lifecycle/${name}`}`), method: 'POST' };
  }
  return withLinks(user, links);
}

export function listedGroup(group: Wire): Wire {
  const base = `/api/v1/groups/${group.id}`;
  return withLinks(group, { users: href(`${base}/users`), apps: href(`${base}/apps`) });
}

export function listedApp(app: Wire): Wire {
  const base = `/api/v1/apps/${app.id}`;
  return withLinks(app, {
    users: href(`${base}/users`),
    groups: href(`${base}/groups`),
    deactivate: { ...href(`${base}/lifecycle/deactivate`), method: 'POST' },
  });
}

/** The object without one of its members. */
export function without(row: Wire, member: string): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(row).filter(([name]) => name !== member));
}
