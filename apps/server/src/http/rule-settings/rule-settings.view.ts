import type { RulePreview, RuleSettingsOf } from '@posture/flows';
import type { TuningRevision } from '@posture/rule-engine';
import { actorView } from '../actor.body';
import { subjectView } from '../subject.view';
import type { RulePreviewBody, RuleSettingsBody, RuleTuningBody } from './rule-settings.body';
import type { RuleSettingsChangeBody } from './rule-settings.dto';

/** The change without what is said about it. */
export function changeOf({ rules, classification }: RuleSettingsChangeBody): object {
  return { rules: rules ?? {}, classification: classification ?? {} };
}

export function tuningView(revision: TuningRevision): RuleTuningBody {
  const { version, tuning, changedAt, changedBy, reason } = revision;
  return {
    version,
    rules: tuning.rules,
    classification: tuning.classification,
    changedAt: changedAt?.toISOString() ?? null,
    changedBy: changedBy === null ? null : actorView(changedBy),
    reason,
  };
}

export function settingsView(settings: RuleSettingsOf): RuleSettingsBody {
  const { version, rules, classification, changedAt, changedBy, reason } = tuningView(settings);
  const problems = settings.problems.map(({ code, field, message, remedy }) => ({ code, field, message, remedy }));
  return { version, rules, classification, changedAt, changedBy, reason, problems };
}

export function previewView(preview: RulePreview): RulePreviewBody {
  return {
    profile: preview.profile,
    version: preview.version,
    asOf: preview.asOf,
    more: preview.more,
    fewer: preview.fewer,
    notAssessed: preview.notAssessed,
    rules: preview.rules.map(({ rule, title, change, severity, matches, more, fewer, notAssessed }) => ({
      rule,
      title,
      change,
      severity: { before: severity.before, after: severity.after },
      matches: { before: matches.before, after: matches.after },
      more: differenceView(more),
      fewer: differenceView(fewer),
      notAssessed: differenceView(notAssessed),
    })),
    notPreviewed: preview.notPreviewed.map(({ rule, reason }) => ({ rule, reason })),
  };
}

function differenceView({ count, samples }: RulePreview['rules'][number]['more']) {
  return { count, samples: samples.map(subjectView) };
}
