import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ALERT_FORMATS, CHANNEL_KINDS } from '@posture/alerts';
import type { AlertFormat, ChannelKindName } from '@posture/alerts';
import { formatted } from '../../libs/alerts/src/format/formats';
import { TOLD } from '../support/told-alerts';

const PAGES = join(__dirname, '..', '..', 'docs', 'siem');
const WHOLE = { includesEvidence: true, hasIamClass: true };

/** Every field there is in a format, by its path. */
function fieldsOf(format: AlertFormat): Set<string> {
  const bodies = [WHOLE, { ...WHOLE, hasIamClass: false }].flatMap((options) =>
    Object.values(TOLD).map((alert) => JSON.parse(formatted(format, alert, options)) as object),
  );
  const below = (value: unknown, path: string): string[] =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.entries(value).flatMap(([name, each]) => {
          const own = path === '' ? name : `${path}.${name}`;
          return [own, ...below(each, own)];
        })
      : [];
  return new Set(bodies.flatMap((body) => below(body, '')));
}

describe.each(readdirSync(PAGES))('docs/siem/%s', (page) => {
  const text = readFileSync(join(PAGES, page), 'utf8');
  const channel = JSON.parse(
    [...text.matchAll(/```json\n([\s\S]*?)```/g)].map(([, block]) => block!).find((block) => block.includes('"kind"'))!,
  ) as { kind: ChannelKindName; format?: AlertFormat; settings?: object; credential?: object };
  const kind = CHANNEL_KINDS[channel.kind];

  it('names fields that are written', () => {
    const format = channel.format ?? kind.formats[0]!;
    const named = [...text.matchAll(/^\| `([^`]+)` \|/gm)].map(([, name]) => name!);
    const written = fieldsOf(format);
    expect(ALERT_FORMATS).toContain(format);
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((name) => !written.has(name))).toEqual([]);
  });

  it('makes a channel of what its kind asks for, and names every setting', () => {
    const [said = ''] = /Settings: .*/.exec(text) ?? [];
    for (const name of Object.keys(kind.settings)) expect(said).toContain(`\`${name}\``);
    for (const name of Object.keys(channel.settings ?? {})) expect(Object.keys(kind.settings)).toContain(name);
    expect(Object.keys(channel.credential ?? {}).sort()).toEqual(Object.keys(kind.credential).sort());
  });
});
