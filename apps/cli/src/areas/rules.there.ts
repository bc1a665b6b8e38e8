import { bodyOf, rowsOf, versionOf } from '../client/server';
import type { Bodies, Server } from '../client/server';
import { connectionThere } from './connection.there';
import type { RulesArea, ToldSettings } from './rules.area';

export function rulesThere(server: Server): RulesArea {
  const pathOf = async (connection: string | undefined) => ({
    connectionId: await connectionThere(server, connection),
  });
  const settingsOf = async (connection: string | undefined) => {
    const path = await pathOf(connection);
    const asked = server.GET('/api/v1/connections/{connectionId}/rules/settings', { params: { path } });
    return { path, ...(await versionOf(asked)) };
  };
  return {
    list: () => rowsOf((query) => server.GET('/api/v1/rules', { params: { query } })),
    explain: (id) => bodyOf(server.GET('/api/v1/rules/{id}', { params: { path: { id } } })),
    async explainSubject(connection, rule, subject) {
      const params = { path: { ...(await pathOf(connection)), rule }, query: { subject } };
      return bodyOf(server.GET('/api/v1/connections/{connectionId}/rules/{rule}/explain', { params }));
    },
    settings: async (connection) => (await settingsOf(connection)).body,
    async preview(connection, whole) {
      const { path, body: before } = await settingsOf(connection);
      const body = changeTo(whole, before);
      return bodyOf(server.POST('/api/v1/connections/{connectionId}/rules/preview', { params: { path }, body }));
    },
    async tune(connection, whole, reason) {
      const { path, body: before, ifMatch } = await settingsOf(connection);
      const body = { ...changeTo(whole, before), ...(reason === null ? {} : { reason }) };
      const params = { path, header: { 'If-Match': ifMatch } };
      const saved = await bodyOf(server.PATCH('/api/v1/connections/{connectionId}/rules/settings', { params, body }));
      return { version: saved.version, isJudged: false };
    },
  };
}

type Change = Bodies['RuleSettingsChangeBody'];

/** The change by JSON Merge Patch that leaves what a file says and nothing else; what a file may say is the server's to judge. */
function changeTo(whole: unknown, { rules, classification }: Pick<ToldSettings, keyof Change>): Change {
  const named = isObject(whole) ? { rules: {}, classification: {}, ...whole } : whole;
  return patchOf({ rules, classification }, named) as Change;
}

/** null takes out what is left out. */
function patchOf(before: unknown, after: unknown): unknown {
  if (!isObject(before) || !isObject(after)) return after;
  const gone = Object.keys(before).filter((field) => after[field] === undefined);
  const said = Object.entries(after).map(([field, value]) => [field, patchOf(before[field], value)]);
  return Object.fromEntries([...gone.map((field) => [field, null]), ...said]);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
