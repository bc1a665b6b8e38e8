import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ALERT_FORMATS, ALERT_TYPES, FINDING_ALERT_TYPES, testNotice } from '@posture/alerts';
import type { Alert } from '@posture/alerts';
import { formatted } from '../../libs/alerts/src/format/formats';
import { ecsErrors } from '../support/ecs-schema';
import { ocsfErrors } from '../support/ocsf-schema';
import {
  DETECTION_RULE,
  PATH_RULE,
  POSTURE_RULE,
  TOLD,
  TOLD_OF_CONNECTIONS,
  toldEvent,
  toldRule,
} from '../support/told-alerts';

const GOLDEN = join(__dirname, 'golden');
const WRITES = process.env['POSTURE_TEST_WRITE_PAGES'] === '1';
const PLAIN = { includesEvidence: false, hasIamClass: false };
const WHOLE = { includesEvidence: true, hasIamClass: true };
const NOTICE: Alert = { id: 'msg_1', notice: testNotice(new Date('2026-11-03T09:15:30.250Z')) };
const ALL = { ...TOLD, 'channel.test': NOTICE, ...TOLD_OF_CONNECTIONS };

const json = (format: 'native' | 'ocsf' | 'ecs', alert: Alert, options = PLAIN): Record<string, unknown> =>
  JSON.parse(formatted(format, alert, options)) as Record<string, unknown>;

describe('An alert', () => {
  it.each(ALERT_FORMATS)('is written in %s as it always was', (format) => {
    const file = join(GOLDEN, `alerts.${format}.json`);
    const made = Object.fromEntries(
      Object.entries(ALL).map(([name, alert]) => {
        const text = formatted(format, alert, WHOLE);
        return [name, format === 'cef' ? text : (JSON.parse(text) as unknown)];
      }),
    );
    if (WRITES) writeFileSync(file, `${JSON.stringify(made, null, 2)}\n`);
    expect(made).toEqual(JSON.parse(readFileSync(file, 'utf8')));
  });

  it.each(Object.entries(ALL))('D20: %s is valid by the published schemas of OCSF 1.8.0 and ECS', (_name, alert) => {
    for (const options of [PLAIN, WHOLE, { ...PLAIN, hasIamClass: true }])
      expect([ocsfErrors(json('ocsf', alert, options)), ecsErrors(json('ecs', alert, options))]).toEqual([[], []]);
  });

  it('of a connection is written for every type that channels may choose, and says which connection it is of', () => {
    const ofConnections = ALERT_TYPES.filter((type) => !(FINDING_ALERT_TYPES as readonly string[]).includes(type));
    expect(Object.keys(TOLD_OF_CONNECTIONS).sort()).toEqual([...ofConnections].sort());
    for (const format of ['native', 'ocsf', 'ecs', 'cef'] as const)
      for (const [type, alert] of Object.entries(TOLD_OF_CONNECTIONS)) {
        const text = formatted(format, alert, PLAIN);
        expect([format, type, text.includes('brightwater.example'), text.includes(type)]).toEqual([
          format,
          type,
          true,
          true,
        ]);
      }
  });

  it('is held against schemas that refuse what is not theirs', () => {
    const event = json('ocsf', TOLD['posture finding.opened']!);
    expect(ocsfErrors({ ...event, time: 'now', severity_id: 7, invented: 1, metadata: undefined })).toEqual([
      '.metadata is required',
      '.time is no integer',
      '.severity_id is 7',
      '.metadata is no object',
      '.invented is no attribute',
    ]);
    const document = json('ecs', TOLD['posture finding.opened']!);
    expect(ecsErrors({ ...document, event: { kind: 'odd', category: ['iam'], type: ['start'] }, own: 1 })).toEqual(
      expect.arrayContaining(['event.kind is odd', 'iam allows no type start', 'own is no field']),
    );
  });

  it('goes by the class of what it is about: control, detection, path', () => {
    const classOf = (rule: typeof PATH_RULE, options = PLAIN): unknown[] => {
      const { class_uid, is_alert } = json('ocsf', { id: 'm', event: toldEvent('finding.opened', rule) }, options);
      return [class_uid, is_alert];
    };
    expect(classOf(POSTURE_RULE)).toEqual([2003, undefined]);
    expect(classOf(toldRule('r', 'posture', {}))).toEqual([2004, false]);
    expect(classOf(DETECTION_RULE)).toEqual([2004, true]);
    expect(classOf(PATH_RULE)).toEqual([2004, false]);
    expect(classOf(PATH_RULE, { ...PLAIN, hasIamClass: true })).toEqual([2008, undefined]);
  });

  it('closes in OCSF as passed, and comes back as created', () => {
    const of = (type: 'finding.resolved' | 'finding.reopened') =>
      json('ocsf', { id: 'm', event: toldEvent(type, POSTURE_RULE) });
    expect(of('finding.resolved')).toMatchObject({ activity_id: 3, status_id: 4, compliance: { status_id: 1 } });
    expect(of('finding.reopened')).toMatchObject({ activity_id: 1, status_id: 1, compliance: { status_id: 3 } });
  });

  it('says nothing of evidence unless that is wanted', () => {
    for (const format of ALERT_FORMATS)
      for (const alert of Object.values(TOLD))
        expect(formatted(format, alert, { includesEvidence: false, hasIamClass: true })).not.toContain('SUPER_ADMIN"]');
    for (const format of ['native', 'ocsf', 'ecs'] as const)
      for (const alert of Object.values(TOLD)) expect(formatted(format, alert, WHOLE)).toContain('SUPER_ADMIN"]');
  });

  it('stays one line of CEF whatever it is called', () => {
    const title = 'a|b\\c\r\nCEF:0|x';
    const why = 'x=1 \\ \r\ny\nz';
    const event = toldEvent('finding.opened', POSTURE_RULE, { title, why });
    const line = formatted('cef', { id: 'm', event }, PLAIN);
    expect(line).toContain('|a\\|b\\\\c CEF:0\\|x|10|');
    expect(line).toContain(' reason=x\\=1 \\\\ \\ny\\nz cs1Label');
    expect(line).not.toMatch(/[\r\n]/);
  });

  it('is written even when its rule and its connection are known no more', () => {
    const { rule: _rule, connection: _connection, ...event } = toldEvent('finding.resolved', POSTURE_RULE);
    for (const format of ALERT_FORMATS)
      expect(formatted(format, { id: 'm', event }, PLAIN)).toContain(event.finding.rule);
    expect(ocsfErrors(json('ocsf', { id: 'm', event }))).toEqual([]);
    expect(ecsErrors(json('ecs', { id: 'm', event }))).toEqual([]);
  });
});
