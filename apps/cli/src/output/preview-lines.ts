import type { ToldPreview } from '../areas/rules.area';
import { wrap } from './wrap';

/** What a change of tuning would do, a rule a line, with a few of those it concerns. */
export function previewLines({
  more,
  fewer,
  notAssessed,
  rules,
  notPreviewed,
  version,
  profile,
}: ToldPreview): string[] {
  return [
    `${more} more, ${fewer} fewer, ${notAssessed} not assessed (version ${version}, profile ${profile}; nothing was changed)`,
    ...rules.flatMap((rule) => [
      ...wrap(`${rule.title} (${rule.rule}): ${saysOf(rule)}`, '  '),
      ...sampleLines('more', rule.more),
      ...sampleLines('fewer', rule.fewer),
      ...sampleLines('not assessed', rule.notAssessed),
    ]),
    ...(notPreviewed.length === 0
      ? []
      : wrap(
          `${notPreviewed.length} rules judge what happens: ${notPreviewed.map(({ rule }) => rule).join(', ')}. ${notPreviewed[0]!.reason}`,
          '  ',
        )),
  ];
}

type Rule = ToldPreview['rules'][number];

function saysOf({ change, matches, severity }: Rule): string {
  if (change === 'on') return `turned on, ${matches.after} match`;
  if (change === 'off') return `turned off, ${matches.before} matched`;
  const severe = severity.before === severity.after ? '' : `, ${severity.before} becomes ${severity.after}`;
  return `${matches.before} match now, ${matches.after} would${severe}`;
}

function sampleLines(what: string, { count, samples }: Rule['more']): string[] {
  if (count === 0) return [];
  const names = samples.map(({ name, key }) => name ?? key).join(', ');
  return wrap(`${count} ${what}: ${names}${count > samples.length ? ', …' : ''}`, '    ');
}
