import type { GrantAdvice, ProbeReport } from '@posture/flows';
import type { ProbeBody } from './probe.body';

export function probeView(report: ProbeReport): ProbeBody {
  const { org, credential, plan } = report;
  return {
    org: { id: org.id, name: org.name, pipeline: org.pipeline, origin: org.origin },
    credential: {
      kind: credential.kind,
      owner: credential.owner === null ? null : { id: credential.owner.id, login: credential.owner.login },
      roles: credential.roles,
      grantedScopes: credential.grantedScopes,
      missingScopes: credential.missingScopes,
    },
    resources: report.resources.map(resourceView),
    warnings: report.warnings,
    limits: report.limits,
    plan: {
      requests: plan.requests,
      byBucket: plan.byBucket,
      minutes: plan.minutes,
      firstWaveMinutes: plan.firstWaveMinutes,
      atLeast: plan.atLeast,
    },
    switchesOff: report.switchesOff.map(switchedOffView),
    grants: report.grants.map(grantView),
    rules: { rules: report.rules.rules, paths: report.rules.paths },
  };
}

function resourceView(probed: ProbeReport['resources'][number]): ProbeBody['resources'][number] {
  const { resource, title, endpoint, state, status, latencyMs, reason, missing, grant } = probed;
  return { resource, title, endpoint, state, status, latencyMs, reason, missing, grant };
}

function switchedOffView(gap: ProbeReport['switchesOff'][number]): ProbeBody['switchesOff'][number] {
  const { resource, title, reason, grant, rules, paths } = gap;
  return { resource, title, reason, grant, rules, paths };
}

function grantView({ grant, missing, resources, rules, paths }: GrantAdvice): ProbeBody['grants'][number] {
  return { grant, missing, resources, rules, paths };
}
