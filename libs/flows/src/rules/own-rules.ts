import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DomainError } from '@posture/domain';
import type { RuleFile } from '@posture/domain';
import type { AppConfig, Clock, Logger } from '@posture/platform';
import { ruleMalformed } from '@posture/rule-engine';
import type { RuleProblem } from '@posture/rule-engine';
import type { Provider, Providers } from '../providers';
import { checkOwnRules, digestOf } from '../shipped-rules';

/** An operator's own rules: a folder for each provider below one directory. Times are those of this process. */
export interface OwnRulesStatus {
  /** none: no directory is set. failed: what is there cannot be used, and what was read before judges on. */
  readonly state: 'none' | 'active' | 'failed';
  readonly directory: string | null;
  /** How many of them judge now. */
  readonly rules: number;
  /** When those were read. */
  readonly loadedAt: Date | null;
  /** When the directory was looked at last. */
  readonly checkedAt: Date | null;
  /** Why it failed, by file and line; what is only odd is among them. */
  readonly problems: readonly RuleProblem[];
}

/** What a directory held when it was read. */
interface Read {
  readonly own: ReadonlyMap<string, readonly RuleFile[]>;
  readonly problems: readonly RuleProblem[];
  readonly notes: readonly RuleProblem[];
}

/**
 * Rules of the operator's own, beside the shipped ones. The directory is looked at again and again, by its content: a sound
 * change judges from then on; one that is not leaves what judged before in place, all of it, and says so.
 */
export class OwnRules {
  readonly #shipped: ReadonlyMap<string, readonly RuleFile[]>;
  #digest: string | null = null;
  #status: OwnRulesStatus;

  private constructor(
    private readonly providers: Providers,
    private readonly directory: string | null,
    private readonly clock: Clock,
  ) {
    this.#shipped = new Map(providers.all.map(({ provider }) => [provider, providers.rulesOf(provider)]));
    const nothing = { rules: 0, loadedAt: null, checkedAt: null, problems: [] };
    this.#status = { state: 'none', directory, ...nothing };
  }

  /**
   * Reads them for the first time. There is nothing yet that could judge on, and findings of rules that are missing would
   * be taken for those of rules that are no more: a process does not start on what cannot be used.
   * @param providers with the shipped rules; they have the others, too, from now on
   * @throws {DomainError} `rule.malformed`, `rule.directory_unreadable`
   */
  static async open(providers: Providers, { rulesDir }: Pick<AppConfig, 'rulesDir'>, clock: Clock): Promise<OwnRules> {
    const own = new OwnRules(providers, rulesDir, clock);
    if (rulesDir === null) return own;
    own.#digest = await digestOf(rulesDir).catch(unreadable(rulesDir));
    const read = await own.#read(rulesDir);
    if (read.problems.length > 0) throw ruleMalformed(read.problems);
    own.#use(read);
    return own;
  }

  get status(): OwnRulesStatus {
    return this.#status;
  }

  /** Looks whether anything has changed. Never throws for what a directory or file holds. */
  async look(logger: Logger): Promise<void> {
    const { directory } = this;
    if (directory === null) return;
    const checkedAt = this.clock.now();
    try {
      const digest = await digestOf(directory).catch(unreadable(directory));
      if (digest === this.#digest) {
        this.#status = { ...this.#status, checkedAt };
        return;
      }
      this.#digest = digest;
      const read = await this.#read(directory);
      if (read.problems.length > 0) return this.#refuse(read.problems, checkedAt, logger);
      this.#use(read);
      logger.info('rules.loaded', { directory, rules: this.#status.rules });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      // Once it can be read again it is read, whatever it held before.
      this.#digest = null;
      const { message, remedy } = error;
      const told = this.#status.state === 'failed' && this.#status.problems[0]?.message === message;
      const problem = { file: directory, line: null, field: '', message, remedy: remedy ?? '' };
      if (!told) this.#refuse([problem], checkedAt, logger);
    }
  }

  async #read(directory: string): Promise<Read> {
    const own = new Map<string, readonly RuleFile[]>();
    const problems: RuleProblem[] = [];
    const notes: RuleProblem[] = [];
    for (const provider of this.providers.all) {
      const folder = join(directory, provider.provider);
      const check = (await exists(folder)) ? await this.#check(provider, folder) : null;
      own.set(provider.provider, check?.rules ?? []);
      problems.push(...(check?.problems ?? []));
      notes.push(...(check?.notes ?? []));
    }
    return { own, problems, notes };
  }

  #check(provider: Provider, folder: string) {
    return checkOwnRules(provider, folder, this.#shipped.get(provider.provider) ?? []);
  }

  #use({ own, notes }: Read): void {
    let rules = 0;
    for (const [provider, files] of own) {
      rules += files.length;
      this.providers.replaceRules(provider, [...(this.#shipped.get(provider) ?? []), ...files]);
    }
    const now = this.clock.now();
    this.#status = {
      state: 'active',
      directory: this.directory,
      rules,
      loadedAt: now,
      checkedAt: now,
      problems: notes,
    };
  }

  #refuse(problems: readonly RuleProblem[], checkedAt: Date, logger: Logger): void {
    this.#status = { ...this.#status, state: 'failed', checkedAt, problems };
    const [first] = problems;
    logger.error('rules.refused', {
      directory: this.directory,
      problems: problems.length,
      first,
      remedy: 'Correct the files; the rules that were read before judge on.',
    });
  }
}

async function exists(folder: string): Promise<boolean> {
  return stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

function unreadable(directory: string) {
  return (cause: unknown): never => {
    throw new DomainError('rule.directory_unreadable', 'invalid', `The rule directory ${directory} cannot be read.`, {
      field: 'POSTURE_RULES_DIR',
      remedy: 'Give a directory that exists and that this process may read.',
      cause,
    });
  };
}
