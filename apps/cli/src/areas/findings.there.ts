import { bodyOf, fileOf, rowsOf, versionOf } from '../client/server';
import type { Bodies, Server } from '../client/server';
import type { FindingsArea, ToldFinding } from './findings.area';

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

  return {
    list: (q, most) => rowsOf((page) => server.GET('/api/v1/findings', { params: { query: { q, ...page } } }), most),
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
    async export(q, format) {
      const query = { q, format };
      return fileOf(server.GET('/api/v1/findings/export', { params: { query }, parseAs: 'stream' }));
    },
  };
}
