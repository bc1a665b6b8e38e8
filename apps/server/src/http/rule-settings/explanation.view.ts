import type { EvidenceFact, Missing } from '@posture/domain';
import type { SubjectExplanation } from '@posture/flows';
import type { ExplainedCondition } from '@posture/rule-engine';
import { pathEdgeView, subjectView } from '../subject.view';
import type { ExplanationBody } from './explanation.body';

type ConditionBody = NonNullable<ExplanationBody['conditions']>['when'];

export function explanationView(explanation: SubjectExplanation): ExplanationBody {
  const { conditions, path } = explanation;
  return {
    rule: explanation.rule,
    title: explanation.title,
    severity: explanation.severity,
    subject: subjectView(explanation.subject),
    profile: explanation.profile,
    isOn: explanation.isOn,
    version: explanation.version,
    asOf: explanation.asOf,
    verdict: explanation.verdict,
    why: explanation.why,
    parameters: explanation.parameters,
    conditions:
      conditions === null
        ? null
        : {
            appliesTo: conditions.appliesTo === null ? null : conditionView(conditions.appliesTo),
            when: conditionView(conditions.when),
          },
    path: path === null ? null : path.map(pathEdgeView),
    missing: explanation.missing.map(missingView),
  };
}

function conditionView({ type, outcome, parts, comparison }: ExplainedCondition): ConditionBody {
  return {
    type,
    outcome,
    parts: parts.map(conditionView),
    comparison:
      comparison === null
        ? null
        : {
            fact: factView(comparison.fact),
            operator: comparison.operator,
            expected: comparison.expected,
            parameter: comparison.parameter,
            missing: comparison.missing.map(missingView),
          },
  };
}

function factView({ fact, value, unit, source, readAt, certainty }: EvidenceFact) {
  return { fact, value, unit, source, readAt, certainty };
}

function missingView({ resource, reason, missing }: Missing) {
  return { resource, reason, missing };
}
