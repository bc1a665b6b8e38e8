import type { ResourceCatalogue, ResourceRow } from '@posture/domain';

const HOURS_OF_DAY = 24;

/** What a connector reads, with what each resource needs and how far it may be believed; the reference page. */
export function renderResources({ provider, resources, choices }: ResourceCatalogue): string {
  const rows = Object.entries(resources).map(
    ([name, row]) =>
      `| \`${name}\` | ${row.title} | \`${row.endpoint}\` | \`${row.scope}\` | \`${row.role}\` | ${row.wave} | ${row.per ?? ''} | ` +
      `${yieldsOf(row)} | ${row.believedHours / HOURS_OF_DAY} d | ${row.empty === 'never' ? 'never' : ''} | ${notesOf(row)} |`,
  );
  return [
    `# What the ${provider} connector reads`,
    '',
    "Generated from the connector's catalogue. Wave 1 brings the first findings, the last wave the last page. A resource with a kind under",
    '"Per" is one list per object of that kind. "Yields" are the kinds of nodes and edges its records become, in brackets those whose list is',
    'another one; an edge says who keeps it, which decides what an unread list may hide. "Believed" is how long an answer stands; older',
    'evidence is unknown. A list that is "never" empty is doubted when it comes back empty.',
    '',
    '| Resource | What | Endpoint | Scope | Least role or permission | Wave | Per | Yields | Believed | Empty | Notes |',
    '| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |',
    ...rows,
    '',
    '## Read only when asked for',
    '',
    ...Object.entries(choices).map(([name, { title, means }]) => `- \`${name}\`: ${title}. ${means}`),
    '',
  ].join('\n');
}

function yieldsOf({ nodes, edges, besides }: ResourceRow): string {
  const own = [...nodes, ...edges.map(({ kind, keeper }) => `${kind} (${keeper.replace('_', ' ')})`)];
  const others = [...(besides?.nodes ?? []), ...(besides?.edges ?? [])].map((kind) => `[${kind}]`);
  return [...own, ...others].join(', ');
}

function notesOf({ optIn, licensed }: ResourceRow): string {
  return [
    ...(optIn === undefined ? [] : [`asked for by \`${optIn}\``]),
    ...(licensed ? ['not in every edition'] : []),
  ].join(', ');
}
