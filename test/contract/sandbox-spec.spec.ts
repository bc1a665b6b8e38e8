import { join } from 'node:path';
import { STORIES, STORY_NAMES } from '../../apps/sandbox/src/log/attacks';
import { busyMonth } from '../../apps/sandbox/src/log/life/month';
import { ENDPOINTS } from '../../apps/sandbox/src/http/okta-server';
import { Rng } from '../../apps/sandbox/src/org/generate/rng';
import { startSandbox, type Sandbox } from '../../apps/sandbox/src/sandbox';
import { HAS_OKTA_DESCRIPTION, OKTA_DESCRIPTION_PATH, OktaDescription } from './okta-description';

/** The most objects of one kind that are visited per endpoint; the first and the last of a list are among them. */
const VISITS = 40;
const POLICY_TYPES = ['OKTA_SIGN_ON', 'MFA_ENROLL', 'PASSWORD', 'IDP_DISCOVERY', 'ACCESS_POLICY', 'PROFILE_ENROLLMENT'];

/** What must be asked along with a bare path to be answered at all, or in full. */
const QUERIES: Readonly<Record<string, readonly string[]>> = {
  '/api/v1/users': ['?limit=200', '?limit=200&filter=status%20eq%20%22DEPROVISIONED%22'],
  '/api/v1/groups': ['?expand=stats'],
  '/api/v1/apps': ['?limit=200&includeNonDeleted=true'],
  '/api/v1/devices': ['?expand=user'],
  '/api/v1/policies': POLICY_TYPES.map((type) => `?type=${type}`),
  '/api/v1/users/{userId}/roles': ['', '?expand=targets/groups', '?expand=targets/catalog/apps'],
};

/** Where the ids of a path's parameter are listed, where that is not the path before it. */
const LISTED_AT: Readonly<Record<string, string>> = {
  '/oauth2/v1/clients': '/api/v1/apps',
  '/api/v1/meta/schemas/user': '/api/v1/meta/types/user',
};

/** Lists the simulated org has nothing to show in at first, so that only their emptiness is judged. */
const NEVER_ANY = [
  '/api/v1/authorizationServers/{serverId}/scopes',
  '/api/v1/idps/{idpId}/users',
  '/api/v1/principal-rate-limits',
  // Nothing has happened yet: what the log holds after changes and stories is judged by a test of its own.
  '/api/v1/logs',
];

if (!HAS_OKTA_DESCRIPTION) {
  describe('sandbox answers against the API description of Okta', () => {
    it(`cannot be judged: there is no description at ${OKTA_DESCRIPTION_PATH}`, () => {
      expect(HAS_OKTA_DESCRIPTION).toBe(false);
    });
  });
} else {
  describe('sandbox answers against the API description of Okta', () => {
    const description = new OktaDescription(OKTA_DESCRIPTION_PATH);
    let sandbox: Sandbox;
    const lists = new Map<string, readonly string[]>();

    beforeAll(async () => {
      const scenario = join(__dirname, 'every-kind.scenario.yaml');
      sandbox = await startSandbox({ users: 300, groups: 40, apps: 30, seed: 'contract', scenario, unlimited: true });
    });

    afterAll(() => sandbox.stop());

    const ask = async (path: string): Promise<{ status: number; body: unknown }> => {
      const response = await fetch(`${sandbox.url}${path}`, {
        headers: { authorization: `SSWS ${sandbox.tokenOf('SUPER_ADMIN')}` },
      });
      return { status: response.status, body: await response.json() };
    };

    const idsAt = async (path: string): Promise<readonly string[]> => {
      const listed = LISTED_AT[path] ?? path;
      const known = lists.get(listed);
      if (known) return known;
      const ids: string[] = [];
      for (const query of QUERIES[listed] ?? ['']) {
        const { status, body } = await ask(`${listed}${query}`);
        if (status === 200) ids.push(...rowsOf(body).map((row) => String(row.id ?? row.label)));
      }
      const all = ids.length <= VISITS ? ids : [...ids.slice(0, VISITS / 2), ...ids.slice(-VISITS / 2)];
      lists.set(listed, all);
      return all;
    };

    const instances = async (template: string): Promise<readonly string[]> => {
      let paths = [''];
      for (const part of template.split('/').slice(1)) {
        const grown: string[] = [];
        for (const path of paths) {
          const values = part.startsWith('{') ? await idsAt(path) : [part];
          grown.push(...values.map((value) => `${path}/${encodeURIComponent(value)}`));
        }
        paths = grown;
      }
      return paths;
    };

    const templates = ENDPOINTS.map(({ path }) => path.replace(/:(\w+)/g, '{$1}'));

    /** Visits each list and object there is of an endpoint; what it saw is told. */
    const visit = async (template: string) => {
      const described = description.pathLike(template);
      expect(described).not.toBeNull();
      const faults: string[] = [];
      let judged = 0;
      let isEmptyList = false;
      for (const path of await instances(template)) {
        for (const query of QUERIES[template] ?? ['']) {
          const { status, body } = await ask(`${path}${query}`);
          if (status !== 200) continue;
          if (Array.isArray(body)) isEmptyList = body.length === 0 && (judged === 0 || isEmptyList);
          judged++;
          for (const fault of description.faultsOf(described ?? '', 'get', 200, body)) faults.push(`${path}: ${fault}`);
        }
      }
      return { faults, judged, isEmptyList };
    };

    it.each(templates)('GET %s', async (template) => {
      const { faults, judged, isEmptyList } = await visit(template);
      expect(faults).toEqual([]);
      expect(judged).toBeGreaterThan(0);
      if (isEmptyList) expect(NEVER_ANY).toContain(template);
    });

    // Chance may take the last row of a list away, so that emptiness is judged before and only shapes after.
    it('GET of every endpoint after sixty random changes', async () => {
      const rng = new Rng('contract');
      for (let n = 0; n < 60; n++) sandbox.randomChange(rng);
      lists.clear();
      const faults: string[] = [];
      for (const template of templates) faults.push(...(await visit(template)).faults);
      expect(faults).toEqual([]);
    });

    it('events of every kind of change, of a month and of every story', async () => {
      const rng = new Rng('events');
      for (let n = 0; n < 300; n++) sandbox.randomChange(rng);
      const { body } = await ask('/api/v1/logs?limit=1000');
      const month = [...busyMonth(sandbox.org, { days: 30 })];
      const firstOfType = new Map([...(body as typeof month), ...month].map((event) => [event.eventType, event]));
      const told = STORY_NAMES.flatMap((name) => [
        ...STORIES[name].attack(sandbox.org, Date.now(), new Rng(name)),
        ...STORIES[name].lookAlike(sandbox.org, Date.now(), new Rng(name)),
      ]);
      const events = JSON.parse(JSON.stringify([...firstOfType.values(), ...told])) as unknown[];
      expect(firstOfType.size).toBeGreaterThan(50);
      expect(description.faultsOf('/api/v1/logs', 'get', 200, events)).toEqual([]);
    });

    it('notices an answer that is wrong', () => {
      expect(description.faultsOf('/api/v1/logs', 'get', 200, [{ actor: 'nobody' }])).not.toEqual([]);
      expect(description.faultsOf('/api/v1/users', 'get', 200, [{ id: 7 }])).not.toEqual([]);
      expect(description.faultsOf('/api/v1/iam/roles', 'get', 200, { roles: {} })).not.toEqual([]);
      expect(description.faultsOf('/api/v1/apps', 'get', 200, { apps: [] })).not.toEqual([]);
    });

    it('GET /.well-known/okta-organization', async () => {
      const { body } = await ask('/.well-known/okta-organization');
      expect(description.faultsOf('/.well-known/okta-organization', 'get', 200, body)).toEqual([]);
    });

    it.each([
      ['/api/v1/users/nobody', 404],
      ['/api/v1/policies/nothing', 404],
    ])('GET %s is refused in the described form', async (path, expected) => {
      const { status, body } = await ask(path);
      expect(status).toBe(expected);
      const described = description.pathLike(path.replace(/[^/]+$/, '{id}')) ?? '';
      expect(description.faultsOf(described, 'get', expected, body)).toEqual([]);
    });
  });
}

function rowsOf(body: unknown): readonly Readonly<Record<string, unknown>>[] {
  if (Array.isArray(body)) return body as Record<string, unknown>[];
  const inner = Object.values(body as Record<string, unknown>).find(Array.isArray);
  return (inner ?? []) as Record<string, unknown>[];
}
