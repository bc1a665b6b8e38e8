import type { AlertEvent, Channel } from '@posture/alerts';
import { DomainError } from '@posture/domain';
import type { FindingThen, RuleFile } from '@posture/domain';
import { EVERYTHING, matches, parseFilter } from '@posture/findings';
import type { Filter } from '@posture/findings';
import type { ConnectionStore } from '@posture/inventory';
import type { Clock } from '@posture/platform';
import type { Providers } from './providers';

/** What an alert says beside the finding. */
export type AlertContext = Pick<AlertEvent, 'rule' | 'connection'>;

/** What the rooms that know rules, connections and filters have to say of what is told. @public for the suites */
export class AlertContexts {
  readonly #filters = new Map<string, Filter>();

  constructor(
    private readonly connections: ConnectionStore,
    private readonly providers: Providers,
    private readonly clock: Clock,
  ) {}

  /** @returns what is known of a finding's rule and connection; of those that are gone, nothing */
  async load(): Promise<(finding: FindingThen) => AlertContext> {
    const connections = new Map((await this.connections.list()).map((connection) => [connection.id, connection]));
    const rules = new Map<string, RuleFile>(this.providers.rules.map((rule) => [rule.id, rule]));
    return ({ rule: ruleId, connectionId }) => {
      const rule = rules.get(ruleId);
      const connection = connections.get(connectionId);
      return {
        ...(rule === undefined ? {} : { rule }),
        ...(connection === undefined
          ? {}
          : { connection: { provider: connection.provider, domain: new URL(connection.orgUrl).host } }),
      };
    };
  }

  /** Whether the words of a channel's filter mean a finding. */
  readonly isMeant = ({ filter: { query = '' } }: Channel, { finding }: AlertEvent): boolean =>
    query === '' || matches(this.#parsed(query), finding, this.clock.now());

  /** Each is parsed once. */
  #parsed(query: string): Filter {
    const known = this.#filters.get(query);
    if (known !== undefined) return known;
    const parsed = parsedOr(query, EVERYTHING);
    this.#filters.set(query, parsed);
    return parsed;
  }
}

/** Words that were understood once and are no more hide nothing. */
function parsedOr(query: string, otherwise: Filter): Filter {
  try {
    return parseFilter(query);
  } catch (error) {
    if (error instanceof DomainError) return otherwise;
    throw error;
  }
}
