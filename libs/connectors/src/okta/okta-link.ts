import { DomainError } from '@posture/domain';
import type {
  ActivityNormaliser,
  ActivityPage,
  ActivityRange,
  GraphView,
  Link,
  ObjectChange,
  OpenLink,
  OwnRequests,
  Probe,
  ReadStats,
  StaleResource,
  SyncSink,
  Wave,
} from '@posture/domain';
import { readLog } from './activity/log-reader';
import { oktaNormaliser } from './activity/okta-normaliser';
import { ownRequests } from './activity/own-requests';
import { oktaCredentialOf } from './auth/credential-text';
import { OKTA_CATALOGUE } from './catalogue/okta-catalogue';
import type { PlanOptions } from './catalogue/okta-sizes';
import { identify, namingInput } from './connection/identify';
import { normaliseOktaDomain } from './connection/okta-domain';
import { OktaClient } from './http/okta-client';
import { probe } from './probe/probe';
import { ChangesReader } from './read/changes.reader';
import { OktaReader } from './read/okta-reader';
import { remainingRequests } from './read/remaining-requests';

/** One open way to one Okta org. */
export class OktaLink implements Link {
  readonly origin: string;
  readonly credentialKind: string;
  readonly credentialHint: string | null;
  readonly #client: OktaClient;
  readonly #reader: OktaReader;
  readonly #changes: ChangesReader;
  readonly #plan: PlanOptions;
  /** Knows our own requests; what they are known by does not change while a link is open. */
  #normaliser: ActivityNormaliser | null = null;

  /** @throws {DomainError} `okta.domain_invalid`, `okta.private_key_invalid`, `okta.credential_invalid`, `okta.choice_unknown` */
  constructor({ address, credential, allowLoopback, clock, mode, read, onProgress }: OpenLink) {
    const choices = known(read?.choices ?? []);
    const domain = normaliseOktaDomain(address, { allowLoopback });
    this.#client = new OktaClient({ domain, credential: oktaCredentialOf(credential), clock, mode });
    this.origin = domain.origin;
    this.credentialKind = this.#client.credentialKind;
    this.credentialHint = this.#client.credentialHint;
    this.#plan = { clientSecrets: choices.has('client-secrets') };
    const asked = {
      factors: choices.has('all-factors') ? 'all' : 'admins',
      includeClientSecrets: choices.has('client-secrets'),
    } as const;
    this.#reader = new OktaReader(this.#client, { ...asked, onProgress });
    this.#changes = new ChangesReader(this.#client, asked);
  }

  identify(signal?: AbortSignal): Promise<string> {
    return identify(this.#client, signal);
  }

  probe(signal?: AbortSignal): Promise<Probe> {
    return namingInput(this.#client, () => probe(this.#client, { ...this.#plan, signal }));
  }

  plan(view: GraphView): number {
    return remainingRequests(view, this.#plan);
  }

  read(wave: Wave, sink: SyncSink, signal: AbortSignal): Promise<void> {
    return this.#reader.readWave(wave, sink, signal);
  }

  self(signal?: AbortSignal): Promise<OwnRequests> {
    return ownRequests(this.#client, signal);
  }

  async readActivity(range: ActivityRange, signal: AbortSignal): Promise<ActivityPage> {
    this.#normaliser ??= oktaNormaliser(await this.self(signal));
    return readLog(this.#client, this.#normaliser, range, signal);
  }

  readChanges(
    changes: readonly ObjectChange[],
    known: GraphView,
    sink: SyncSink,
    signal: AbortSignal,
  ): Promise<readonly StaleResource[]> {
    return this.#changes.read(changes, known, sink, signal);
  }

  stats(): ReadStats {
    return this.#reader.stats();
  }

  close(): Promise<void> {
    return this.#client.close();
  }
}

function known(choices: readonly string[]): ReadonlySet<string> {
  const stranger = choices.find((choice) => !Object.hasOwn(OKTA_CATALOGUE.choices, choice));
  if (stranger === undefined) return new Set(choices);
  throw new DomainError('okta.choice_unknown', 'invalid', `There is no choice "${stranger}" in reading Okta.`, {
    field: 'choices',
    remedy: `Choose among ${Object.keys(OKTA_CATALOGUE.choices).join(', ')}.`,
  });
}
