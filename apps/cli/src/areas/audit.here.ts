import { AuditReader } from '@posture/operators';
import type { Here } from '../open-app';
import { plain } from './area';
import type { AuditArea } from './audit.area';

export function auditHere(here: Here): AuditArea {
  return {
    async list(asked, most) {
      return plain(await (await here.app()).get(AuditReader).list(asked, most, null));
    },
    async verify(head) {
      return plain(await (await here.app()).get(AuditReader).verify(head));
    },
  };
}
