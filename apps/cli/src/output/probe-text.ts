import type { ProbeReport } from '@posture/flows';

/** The probe in an administrator's words: who the credential is, what it may not read, what to grant, what a scan costs. */
export function probeText(probe: ProbeReport): string {
  const { org, credential, plan } = probe;
  const readable = probe.resources.filter(({ state }) => state === 'ok').length;
  const tried = probe.resources.filter(({ state }) => state !== 'not_probed').length;
  return [
    `${org.name ?? org.id} (${org.pipeline === 'idx' ? 'Identity Engine' : 'Classic'}) at ${org.origin}`,
    `Credential: ${credentialText(credential)}`,
    `Readable: ${readable} of ${tried} resources tried.`,
    ...probe.warnings.map((warning) => `Warning: ${warning}`),
    '',
    ...(probe.switchesOff.length === 0
      ? ['Nothing is missing.']
      : ['Missing, and what it switches off:', ...missingLines(probe)]),
    '',
    `A scan takes ${plan.atLeast ? 'at least ' : 'about '}${plan.requests} requests, ${minutes(plan.minutes)} at half of this org's limits; ` +
      `the first findings come after ${minutes(plan.firstWaveMinutes)}.`,
  ].join('\n');
}

function credentialText({ kind, owner, roles, grantedScopes }: ProbeReport['credential']): string {
  const who = owner === null ? kind.replace('_', ' ') : `API token of ${owner.login ?? owner.id}`;
  const holds =
    roles === null ? 'roles not readable' : roles.length === 0 ? 'no admin role' : `roles ${roles.join(', ')}`;
  return grantedScopes === null ? `${who}, ${holds}` : `${who}, ${grantedScopes.length} scopes granted`;
}

function missingLines({ switchesOff }: ProbeReport): string[] {
  return switchesOff.flatMap(({ title, reason, grant, rules, paths }) => [
    `  ${title}: switches off ${rules} rules and ${paths} path rules`,
    ...(grant ?? reason ?? '').split('\n').map((line) => `      ${line}`),
  ]);
}

function minutes(value: number): string {
  return value < 1 ? 'less than a minute' : `about ${Math.ceil(value)} min`;
}
