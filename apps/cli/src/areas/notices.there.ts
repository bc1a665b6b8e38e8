import { bodyOf, rowsOf } from '../client/server';
import type { Server } from '../client/server';
import type { NoticesArea } from './notices.area';

export function noticesThere(server: Server): NoticesArea {
  return {
    list: (open, most) =>
      rowsOf((page) => server.GET('/api/v1/notices', { params: { query: { open, ...page } } }), most),
    get: (id) => bodyOf(server.GET('/api/v1/notices/{id}', { params: { path: { id } } })),
    acknowledge: (id) => bodyOf(server.POST('/api/v1/notices/{id}/acknowledge', { params: { path: { id } } })),
    mail: () => bodyOf(server.GET('/api/v1/notices/mail')),
  };
}
