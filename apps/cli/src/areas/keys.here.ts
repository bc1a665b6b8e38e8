import { ConnectionStore } from '@posture/inventory';
import { ApiKeyStore } from '@posture/operators';
import type { ApiKey, AuditTarget, KeyMaker, MadeKey } from '@posture/operators';
import { audited, personHere } from '../audited';
import type { Here } from '../open-app';
import { plain } from './area';
import type { KeysArea, ShownKey, ToldKey } from './keys.area';

export function keysHere(here: Here): KeysArea {
  return {
    async create({ name, role, connectionIds, expiresInDays }) {
      const app = await here.app();
      const connections = connectionIds === null ? null : [...connectionIds];
      for (const id of connections ?? []) await app.get(ConnectionStore).get(id);
      const target = { type: 'api_key', id: null, name };
      const fields = { name, role, connectionIds: connections, expiresInDays };
      const made = await audited(
        app,
        { action: 'api_key.create', target, fields },
        () => app.get(ApiKeyStore).create(person(), { name, role, connections, expiresInDays }),
        ({ key }) => ({ target: targetOf(key) }),
      );
      return shown(made);
    },
    async list() {
      return (await (await here.app()).get(ApiKeyStore).list(null)).map(told);
    },
    async rotate(id, asked) {
      const app = await here.app();
      const keys = app.get(ApiKeyStore);
      const target = targetOf(await keys.get(id, null));
      const change = { action: 'api_key.rotate', target, fields: { ...asked } };
      return shown(await audited(app, change, () => keys.rotate(person(), id, asked)));
    },
    async revoke(id) {
      const app = await here.app();
      const keys = app.get(ApiKeyStore);
      const target = targetOf(await keys.get(id, null));
      await audited(app, { action: 'api_key.revoke', target }, () => keys.revoke(person(), id));
    },
  };
}

function person(): KeyMaker {
  return { actor: personHere(), role: 'owner', connections: null };
}

function targetOf({ id, name }: ApiKey): AuditTarget {
  return { type: 'api_key', id, name };
}

function shown({ key, value }: MadeKey): ShownKey {
  return { key: told(key), value: value.reveal() };
}

function told({ connections: connectionIds, ...key }: ApiKey): ToldKey {
  return plain({ ...key, connectionIds });
}
