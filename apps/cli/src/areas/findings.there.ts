import { DomainError } from '@posture/domain';
import { bodyOf, fileOf, rowsOf, versionOf } from '../client/server';
import type { Bodies, Server } from '../client/server';
import { connectionThere } from './connection.there';
import type { FindingsArea, FindingsAsked, ToldDue, ToldFinding } from './findings.area';

export function findingsThere(server: Server): FindingsArea {
  const detail = (id: string) => versionOf(server.GET('/api/v1/findings/{id}', { params: { path: { id } } }));

  /** Of the finding as it is now. */
  const change = async (id: string, body: Bodies['ChangeFindingBody']): Promise<ToldFinding> => {
    const header = { 'If-Match': (await detail(id)).ifMatch };
    return bodyOf(server.PATCH('/api/v1/findings/{id}', { params: { path: { id }, header }, body }));
  };

  const move = async (id: string, body: Bodies['TransitionBody']): Promise<ToldFinding> => {
    const header = { 'If-Match': (await detail(id)).ifMatch };
    return bodyOf(server.POST('/api/v1/findings/{id}/transitions', { params: { path: { id }, header }, body }));
  };

  const meant = async ({ filter: q, view }: FindingsAsked) => ({
    q,
    view: view === undefined ? undefined : await viewThere(server, view),
  });

  return {
    async list(asked, most) {
      const query = await meant(asked);
      return rowsOf((page) => server.GET('/api/v1/findings', { params: { query: { ...query, ...page } } }), most);
    },
    async groups(asked, by, most) {
      const query = { ...(await meant(asked)), by };
      return rowsOf(
        (page) => server.GET('/api/v1/findings/groups', { params: { query: { ...query, ...page } } }),
        most,
      );
    },
    save: async (body) => void (await bodyOf(server.POST('/api/v1/views', { body }))),
    async get(id) {
      const { body } = await detail(id);
      const { alsoAbout, episodes, ...finding } = body;
      const path = { id };
      const history = await rowsOf((query) => server.GET('/api/v1/findings/{id}/history', { params: { path, query } }));
      return { ...finding, history };
    },
    assign: (id, assignee) => change(id, { assignee }),
    review: (id) => change(id, { needsReview: false }),
    async comment(id, text) {
      await bodyOf(server.POST('/api/v1/findings/{id}/comments', { params: { path: { id } }, body: { text } }));
      const { alsoAbout, episodes, evidence, scoreTerms, exception, allowed, ...finding } = (await detail(id)).body;
      return finding;
    },
    step: (id, step) => move(id, step),
    except: (id, terms) => move(id, { action: 'except', ...terms }),
    due: async (connection) => daysOf((await dueThere(server, await connectionThere(server, connection))).body),
    async changeDue(connection, body) {
      const id = await connectionThere(server, connection);
      const header = { 'If-Match': (await dueThere(server, id)).ifMatch };
      return daysOf(await bodyOf(server.PATCH(DUE, { params: { path: { id }, header }, body })));
    },
    async export(q, format) {
      const query = { q, format };
      return fileOf(server.GET('/api/v1/findings/export', { params: { query }, parseAs: 'stream' }));
    },
  };
}

const DUE = '/api/v1/connections/{id}/due-policy';

function dueThere(server: Server, id: string) {
  return versionOf(server.GET(DUE, { params: { path: { id } } }));
}

function daysOf({ critical, high, medium, low, informational }: ToldDue): ToldDue {
  return { critical, high, medium, low, informational };
}

/** Id of a view by its name, one's own before a shared one. @throws {DomainError} `view.not_found` */
async function viewThere(server: Server, name: string): Promise<string> {
  const all = await rowsOf((query) => server.GET('/api/v1/views', { params: { query } }));
  const named = all.filter((view) => view.name.toLowerCase() === name.toLowerCase());
  const me = named.length > 1 ? (await bodyOf(server.GET('/api/v1/operators/me'))).id : null;
  const view = named.find(({ owner }) => owner.id === me) ?? named[0];
  if (view !== undefined) return view.id;
  throw new DomainError('view.not_found', 'not_found', `There is no view ${name}.`, {
    field: '--view',
    remedy: all.length === 0 ? 'Save one first.' : `There are: ${all.map((each) => each.name).join(', ')}.`,
  });
}
