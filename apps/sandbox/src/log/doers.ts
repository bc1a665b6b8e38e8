import { textHash } from '../org/generate/dice';
import type { ChangedBy, SandboxOrg } from '../org/org';
import { PROVISIONING_JOB, TERRAFORM } from './life/agents';
import { dataCentre, officeNetwork } from './life/networks';
import type { People } from './life/people';
import { appEntity, isProgram, laptopOf, SYSTEM, userEntity } from './life/people';
import type { EventDraft } from './log-event';

/** What every event of one doer has in common. */
export type DoneBy = Pick<
  EventDraft,
  'actor' | 'network' | 'agent' | 'dtHash' | 'session' | 'clientId' | 'credential' | 'transaction'
>;

const DAY_MS = 86_400_000;
/** The admin console, as Okta names the client of what is done in it. */
const ADMIN_CONSOLE_CLIENT = 'okta.b58d5b75-07d4-5f25-bf59-368a1261a405';

/**
 * The marks a doer leaves on the events of a change: an administrator in the office, a program with a token or a
 * client of its own in the data centre, or Okta itself.
 * @throws Error for a doer that the org does not have
 */
export function doneBy(people: People, by: ChangedBy | undefined, at: number): DoneBy {
  const { org } = people;
  if (by === 'system') return { actor: SYSTEM, network: null, agent: null, transaction: { type: 'JOB' } };
  if (by === undefined) return inConsole(people, org.idOf('admin-0') as string, at);
  if ('user' in by) return inConsole(people, by.user, at);
  if ('token' in by) return withToken(org, by.token);
  const app = org.list('apps').find(by.client);
  if (!app) throw new Error(`by.client: ${by.client} is no app of this org`);
  const host = textHash(app.id) % 30;
  const actor = { ...appEntity(app), type: 'PublicClientApp' };
  const credential = { type: 'OAuth 2.0', provider: 'OKTA_CREDENTIAL_PROVIDER' };
  return { actor, network: dataCentre(host), agent: TERRAFORM, clientId: app.id, credential };
}

function inConsole(people: People, id: string, at: number): DoneBy {
  const user = people.org.user(id);
  if (!user) throw new Error(`by.user: ${id} is no user of this org`);
  const person = people.of(user);
  const day = Math.floor(at / DAY_MS);
  const device = laptopOf(person, day);
  return {
    actor: userEntity(user),
    network: isProgram(user) ? dataCentre(person.salt % 30) : officeNetwork(person.home),
    agent: device.agent,
    dtHash: device.dtHash,
    session: sessionId(`${id}/console/${day}`),
    clientId: ADMIN_CONSOLE_CLIENT,
  };
}

/** A token acts as its owner; the log says which token it was. */
function withToken(org: SandboxOrg, id: string): DoneBy {
  const token = org.principals.find((principal) => principal.kind === 'token' && principal.id === id);
  const owner = token?.kind === 'token' ? org.user(token.ownerId) : undefined;
  if (!token || !owner) throw new Error(`by.token: ${id} is no token of this org`);
  const network = dataCentre(textHash(id) % 30);
  return { actor: userEntity(owner), network, agent: PROVISIONING_JOB, transaction: { tokenId: id } };
}

/** An id of a session that follows from a text. */
export function sessionId(of: string): string {
  const [a, b, c] = [textHash(of), textHash(`${of}/2`), textHash(`${of}/3`)];
  return `idx${[a, b, c].map((part) => part.toString(36).padStart(7, '0')).join('')}`;
}
