import { probe } from '../../libs/connectors/src/okta/probe/probe';
import { closeAfterEach, clientFor, org, token } from './okta-connector.org';

closeAfterEach();

describe('the probe', () => {
  it('CON-19: finds everything readable for a super administrator, and warns of it', async () => {
    const sandbox = await org();
    const found = await probe(clientFor(sandbox));
    expect(found.org).toMatchObject({ id: sandbox.org.id, pipeline: 'idx' });
    expect(found.credential.roles).toContain('SUPER_ADMIN');
    expect(found.warnings.join()).toContain('Super Administrator');
    const unread = found.resources.filter(({ state }) => state !== 'ok' && state !== 'not_probed');
    expect(unread).toEqual([]);
    expect(found.plan.requests).toBeGreaterThan(50);
  });

  it('tells a read-only administrator exactly what to grant', async () => {
    const sandbox = await org();
    const found = await probe(clientFor(sandbox, token(sandbox.tokenOf('READ_ONLY_ADMIN'))));
    const assignees = found.resources.find(({ resource }) => resource === 'role-assignees');
    expect(assignees).toMatchObject({ state: 'forbidden', missing: 'okta.iam.read', status: 403 });
    expect(assignees?.grant).toContain('okta.iam.read');
    expect(found.resources.find(({ resource }) => resource === 'users')?.state).toBe('ok');
  });

  it('reads no client secret', async () => {
    const sandbox = await org();
    await probe(clientFor(sandbox));
    expect(Object.keys(sandbox.stats().byPath).filter((path) => path.includes('secrets'))).toEqual([]);
  });

  it('refuses a wrong token once and clearly', async () => {
    const sandbox = await org();
    await expect(probe(clientFor(sandbox, token('00wrong')))).rejects.toMatchObject({
      code: 'okta.credential_refused',
      kind: 'credential_refused',
    });
  });
});
