import { RulePreviews, RuleSettings, SubjectExplanations, WorkHere } from '@posture/flows';
import { explainRule, listRules } from '@posture/rule-engine';
import { allRules } from '../all-rules';
import { personHere } from '../audited';
import type { Here } from '../open-app';
import { plain } from './area';
import { connectionHere } from './connection.here';
import type { RulesArea } from './rules.area';

/** The rules themselves are files: no store is opened for them. */
export function rulesHere(here: Here): RulesArea {
  const books = async () => (await allRules(here.config)).books;
  const of = async (connection: string | undefined) => {
    const app = await here.app();
    return { app, id: await connectionHere(app, connection), all: app.get(RuleSettings) };
  };
  return {
    list: async () => plain(listRules(await books())),
    explain: async (id) => plain(explainRule(await books(), id)),
    async explainSubject(connection, rule, subject) {
      const { app, id } = await of(connection);
      return plain(await app.get(SubjectExplanations).of(id, rule, subject));
    },
    async settings(connection) {
      const { all, id } = await of(connection);
      const { version, tuning, changedAt, changedBy, reason, problems } = await all.get(id);
      return plain({ version, ...tuning, changedAt, changedBy, reason, problems });
    },
    async preview(connection, whole) {
      const { app, all, id } = await of(connection);
      return plain(await app.get(RulePreviews).of(id, await all.replaced(id, whole)));
    },
    async tune(connection, whole, reason) {
      const { app, all, id } = await of(connection);
      const { version: before } = await all.get(id);
      const by = { changedBy: personHere(), reason };
      const saved = await app.get(WorkHere).whatFollows(() => all.replace(id, whole, before, by));
      return { version: saved.version, isJudged: true };
    },
  };
}
