import { DETECTION_ENTITIES } from '@posture/domain';
import type { ActivityTarget, DetectionEntity, EventFacts, NodeKind, SubjectRef } from '@posture/domain';

/**
 * Whom an event is about.
 * @param org stands for the tenant, and for the provider's own principals and things that are not in the access graph
 * @returns null when the event names no such thing
 */
export function entityOf(entity: DetectionEntity, event: Partial<EventFacts>, org: SubjectRef): SubjectRef | null {
  switch (entity) {
    case 'org':
      return org;
    case 'user':
      return event.actorKind === 'User' ? actorOf(event, 'User') : null;
    case 'actor':
      return (event.actorKind ?? null) === null ? org : actorOf(event, event.actorKind!);
    case 'affectedUser':
      return entityOf('targetUser', event, org) ?? entityOf('user', event, org);
    case 'target':
      return targetOf(event.targets?.[0], org);
    default: {
      const { kind, id, name } = DETECTION_ENTITIES[entity];
      const value = known(event[id]);
      return value === null ? null : ref(kind, value, known(event[name]));
    }
  }
}

/** What `entityOf` reads of an event. */
export function fieldsOfEntity(entity: DetectionEntity): readonly string[] {
  if (entity === 'target') return ['targets'];
  if (entity === 'affectedUser') return [...fieldsOfEntity('targetUser'), ...fieldsOfEntity('user')];
  const { id, name } = DETECTION_ENTITIES[entity];
  const kind = entity === 'user' || entity === 'actor' ? 'actorKind' : null;
  return [kind, id, name].filter((field) => field !== null);
}

/** Somebody unknown is who they said they are. */
function actorOf({ actorId, actorLogin }: Partial<EventFacts>, kind: NodeKind): SubjectRef | null {
  const id = known(actorId) ?? known(actorLogin);
  return id === null ? null : ref(kind, id, known(actorLogin));
}

function targetOf(target: ActivityTarget | undefined, org: SubjectRef): SubjectRef {
  if (target === undefined || target.kind === null) return org;
  return ref(target.kind, target.id, target.name ?? target.login);
}

function known(value: unknown): string | null {
  return typeof value === 'string' && value !== '' && value !== 'unknown' ? value : null;
}

function ref(kind: NodeKind, externalId: string, name: string | null): SubjectRef {
  return { kind, key: `${kind}:${externalId}`, externalId, name };
}
