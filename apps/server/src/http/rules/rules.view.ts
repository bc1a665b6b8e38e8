import type { RuleExplanation, listRules } from '@posture/rule-engine';
import type { OwnRulesStatus } from '@posture/flows';
import type { RuleBody, RuleDetailBody, RulesStatusBody } from './rules.body';

type RuleListing = ReturnType<typeof listRules>[number];

export function ruleView(rule: RuleListing): RuleBody {
  return {
    id: rule.id,
    version: rule.version,
    title: rule.title,
    kind: rule.kind,
    subject: rule.subject,
    severity: rule.severity,
    report: rule.report,
    profiles: rule.profiles,
    resources: rule.resources,
  };
}

export function ruleDetailView(rule: RuleExplanation): RuleDetailBody {
  return {
    ...ruleView(rule),
    description: rule.description,
    appliesTo: rule.appliesTo,
    condition: rule.condition,
    facts: rule.facts.map(({ name, means, unit, source, scopes }) => ({ name, means, unit, source, scopes })),
    parameters: rule.parameters.map(({ name, unit, why, min, max, values }) => ({ name, unit, why, min, max, values })),
    severityWhen: rule.severityWhen,
    supersedes: rule.supersedes,
    references: rule.references.map(({ title, url }) => ({ title, url })),
    mappings: rule.mappings,
    blindSpots: rule.blindSpots,
    falsePositives: rule.falsePositives,
    triage: rule.triage,
    remediation: remediationView(rule.remediation),
    cases: rule.cases.map(({ name, expect }) => ({ name, expect })),
  };
}

/** @param all how many rules judge, shipped ones included */
export function rulesStatusView(status: OwnRulesStatus, all: number): RulesStatusBody {
  return {
    rules: all,
    own: {
      state: status.state,
      directory: status.directory,
      rules: status.rules,
      loadedAt: status.loadedAt?.toISOString() ?? null,
      checkedAt: status.checkedAt?.toISOString() ?? null,
      problems: status.problems.map(({ file, line, field, message, remedy }) => ({
        file,
        line,
        field,
        message,
        remedy,
      })),
    },
  };
}

function remediationView({ text, class: kind, action }: RuleExplanation['remediation']): RuleDetailBody['remediation'] {
  return { text, class: kind, ...(action === undefined ? {} : { action }) };
}
