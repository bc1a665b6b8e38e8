import type { ToldProbe } from '../areas/connections.area';
import { wrap } from './wrap';

type GrantAdvice = ToldProbe['grants'][number];

/** The probe in an administrator's words: who the credential is, what it may not read, what to grant, what a scan costs. */
export function probeText(probe: ToldProbe): string {
  const { org, plan } = probe;
  const readable = probe.resources.filter(({ state }) => state === 'ok').length;
  const tried = probe.resources.filter(({ state }) => state !== 'not_probed').length;
  return [
    `${org.name ?? org.id} (${org.pipeline === 'idx' ? 'Identity Engine' : 'Classic'}) at ${org.origin}`,
    `Credential: ${credentialText(probe.credential)}`,
    `Readable: ${readable} of ${tried} resources tried.`,
    ...probe.warnings.flatMap((warning) => wrap(warning, 'Warning: ')),
    '',
    ...gapLines(probe),
    '',
    ...wrap(
      `A scan takes ${plan.atLeast ? 'at least' : 'about'} ${plan.requests} requests, ${minutes(plan.minutes)} while nobody else ` +
        `spends of this org's limits; the first findings come after ${minutes(plan.firstWaveMinutes)}.`,
    ),
    'Scan with the same options: posture scan …',
  ].join('\n');
}

function credentialText({ kind, owner, roles, grantedScopes, missingScopes }: ToldProbe['credential']): string {
  const who = owner === null ? kind.replace('_', ' ') : `API token of ${owner.login ?? owner.id}`;
  if (grantedScopes !== null) return `${who}, ${grantedScopes.length} scopes granted, ${missingScopes.length} not`;
  if (roles === null) return `${who}, whose admin roles it may not read`;
  return roles.length === 0 ? `${who}, without an admin role` : `${who}, ${roles.join(', ')}`;
}

function gapLines(probe: ToldProbe): string[] {
  const { switchesOff, grants, rules } = probe;
  if (switchesOff.length === 0) return ['Nothing is missing: every rule can be judged.'];
  const ungranted = switchesOff.filter(({ grant }) => grant === null);
  const superOnly = grants.filter(({ missing }) => missing === 'SUPER_ADMIN');
  const worthwhile = grants.filter(({ missing }) => missing !== 'SUPER_ADMIN');
  return [
    ...wrap(
      `${switchesOff.length} resources may not be read. What hangs on them is reported as "not assessed", never as clean; ` +
        `all else of the ${rules.rules} rules and ${rules.paths} path rules is judged.`,
    ),
    ...(worthwhile.length === 0 ? [] : ['', 'Grant next, the most useful first:']),
    ...worthwhile.flatMap((advice, index) => adviceLines(`${index + 1}. `, advice)),
    ...(superOnly.length === 0
      ? []
      : [
          '',
          'Only a Super Administrator may read these. Leave them unread rather than give this credential that role:',
        ]),
    ...superOnly.flatMap(({ resources, ...concerned }) =>
      wrap(`${resources.join(', ')} (${concernedText(concerned)})`, '   '),
    ),
    ...(ungranted.length === 0 ? [] : ['', 'Could not be tried; no grant would help:']),
    ...ungranted.flatMap(({ title, reason, ...concerned }) =>
      wrap(`${title}: ${reason ?? 'no reason given'} (${concernedText(concerned)})`, '   '),
    ),
  ];
}

function adviceLines(number: string, { grant, resources, ...concerned }: GrantAdvice): string[] {
  const indent = ' '.repeat(number.length);
  return [
    ...wrap(grant, number),
    ...wrap(resources.join(', '), `${indent}reads: `),
    ...wrap(concernedText(concerned), `${indent}for:   `),
  ];
}

function concernedText({ rules, paths }: { readonly rules: number; readonly paths: number }): string {
  return `${rules} ${rules === 1 ? 'rule' : 'rules'}, ${paths} path ${paths === 1 ? 'rule' : 'rules'}`;
}

function minutes(value: number): string {
  return value < 1 ? 'less than a minute' : `about ${Math.ceil(value)} min`;
}
