import { NoticeStore } from '@posture/alerts';
import { NoticeFlow } from '@posture/flows';
import { audited, personHere } from '../audited';
import type { Here } from '../open-app';
import { plain } from './area';
import type { NoticesArea } from './notices.area';

export function noticesHere(here: Here): NoticesArea {
  /** What nobody looked at while nothing ran is told first. */
  const looked = async () => {
    const app = await here.app();
    await app.get(NoticeFlow).look();
    return { app, notices: app.get(NoticeStore) };
  };
  return {
    async list(open, most) {
      const { notices } = await looked();
      return plain(await notices.list({ connections: null, open }, most, null));
    },
    async get(id) {
      const { notices } = await looked();
      const notice = await notices.get(id, null);
      const mails = (await notices.mailsOf(id)).map(({ id: _, nextAt, ...mail }) => ({
        ...mail,
        nextAt: mail.state === 'pending' ? nextAt : null,
      }));
      return plain({ ...notice, mails });
    },
    async acknowledge(id) {
      const { app, notices } = await looked();
      const { title: name, connectionId } = await notices.get(id, null);
      const change = { action: 'notice.acknowledge', target: { type: 'notice', id, name } };
      const about = { ...change, connectionId: connectionId ?? undefined };
      return plain(await audited(app, about, () => notices.acknowledge(id, personHere(), null)));
    },
    async mail() {
      const { app } = await looked();
      return plain(await app.get(NoticeFlow).mailState());
    },
  };
}
