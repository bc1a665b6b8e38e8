import { OKTA_RESOURCES } from '@posture/domain';
import type { ResourceSpec } from '@posture/domain';

/** What is read from Okta, with the scope and role each needs; the reference page. */
export function renderResources(): string {
  const rows = Object.entries<ResourceSpec>(OKTA_RESOURCES).map(
    ([name, { title, endpoint, scope, role, wave, per, optIn }]) =>
      `| \`${name}\` | ${title} | \`${endpoint}\` | \`${scope}\` | ${roleText(role)} | ${wave} | ${per ?? ''}${optIn ? ' (asked for)' : ''} |`,
  );
  return [
    '# What is read from Okta',
    '',
    'Generated from `libs/domain/src/okta-resources.ts`. Wave 1 brings the first findings, wave 3 the last page. A resource with a kind in',
    'the last column is one list per object of that kind.',
    '',
    '| Resource | What | Endpoint | Scope | Role besides super admin | Wave | Per |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

function roleText(role: ResourceSpec['role']): string {
  if (role === 'read_only') return 'Read-only Administrator';
  if (role === 'org_admin') return 'Organization Administrator';
  return role === 'super_admin' ? 'none' : `custom role with \`${role}\``;
}
