import type { UsageDay } from '@posture/activity';
import { UNTOLD_IDP, nodeKey, usageKeyParts } from '@posture/domain';
import type { NodeKind, UsageKind } from '@posture/domain';
import type { SubjectBody } from '../subject.dto';
import type { UsageDayBody } from './usage.body';

export function usageDayView(kind: UsageKind, row: UsageDay): UsageDayBody {
  return {
    key: row.key,
    subjects: subjectsOf(kind, row.key),
    day: row.day,
    events: row.events,
    successes: row.successes,
    failures: row.failures,
    firstAt: row.firstAt.toISOString(),
    lastAt: row.lastAt.toISOString(),
    lastUseAt: row.lastUseAt?.toISOString() ?? null,
  };
}

/** A client may be an application, an integration or none of the tenant's, and who administers also a user: an id does not say. */
function subjectsOf(kind: UsageKind, key: string): readonly SubjectBody[] {
  switch (kind) {
    case 'user':
      return [named('User', key)];
    case 'app':
      return [named('App', key)];
    case 'credential':
      return [named('ApiToken', key)];
    case 'idp':
      return key === UNTOLD_IDP ? [] : [named('IdP', key)];
    case 'credential_asn':
    case 'credential_agent':
      return [named('ApiToken', usageKeyParts(key)[0])];
    case 'user_app':
    case 'user_app_given': {
      const [user, app] = usageKeyParts(key);
      return [named('User', user), named('App', app)];
    }
    case 'admin':
    case 'client':
    case 'client_scope':
    case 'type':
      return [];
  }
}

function named(kind: NodeKind, id: string): SubjectBody {
  return { kind, key: nodeKey(kind, id), externalId: id, name: null };
}
