import { runPath } from '@posture/access-graph';
import { DomainError } from '@posture/domain';
import type {
  EvidenceEdge,
  Missing,
  NodeIndex,
  ParameterValue,
  RuleFile,
  Severity,
  SubjectRef,
  Verdict,
} from '@posture/domain';
import type { EvaluationStore } from '@posture/evaluations';
import type { ConnectionStore } from '@posture/inventory';
import { evaluatePosture, evaluationFromPath, explainConditions, tunedRule, tunedRules } from '@posture/rule-engine';
import type { ExplainedConditions, ResolvedRule, TuningStore } from '@posture/rule-engine';
import type { EvaluateFlow } from '../evaluate.flow';
import type { Graphs, VersionView } from '../graphs';
import { judgedBy, postureSubject, subjectRef, toOutcome, verdictOfPath } from '../judge';
import type { Providers } from '../providers';
import type { Profile } from '../scan-input';

/** Why a rule says what it says of one subject, by the published version. Instants are ISO 8601. */
export interface SubjectExplanation {
  readonly rule: string;
  readonly title: string;
  readonly severity: Severity;
  readonly subject: SubjectRef;
  readonly profile: string;
  /** Whether scans by that profile judge by the rule. */
  readonly isOn: boolean;
  readonly version: number;
  readonly asOf: string;
  readonly verdict: Verdict;
  /** One sentence. */
  readonly why: string;
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  /** null of a path rule, and where the rule is about another kind. */
  readonly conditions: ExplainedConditions | null;
  /** The path a path rule found, from the subject on; empty when there is none, null of other rules. */
  readonly path: readonly EvidenceEdge[] | null;
  /** What was not read that keeps it from being assessed, or may hide a path. */
  readonly missing: readonly Missing[];
}

type Said = Pick<SubjectExplanation, 'verdict' | 'why' | 'conditions' | 'path' | 'missing'>;

/** Explains verdicts. Nothing is kept. */
export class SubjectExplanations {
  constructor(
    private readonly evaluation: EvaluateFlow,
    private readonly evaluations: EvaluationStore,
    private readonly connections: ConnectionStore,
    private readonly tunings: TuningStore,
    private readonly graphs: Graphs,
    private readonly providers: Providers,
  ) {}

  /**
   * By the profile of the last scan.
   * @param subject key of a node, such as `User:00u1a2b3`
   * @throws {DomainError} `connection.not_found`, `inventory.empty`, `rule.unknown`, `rule.judges_events`, `subject.not_found`
   */
  async of(connectionId: string, ruleId: string, subject: string): Promise<SubjectExplanation> {
    const connection = await this.connections.get(connectionId);
    const provider = this.providers.get(connection.provider);
    const files = this.providers.rulesOf(connection.provider);
    const file = ruleOf(files, ruleId);
    const profile = ((await this.evaluations.lastProfile(connectionId)) as Profile | null) ?? 'default';
    const { tuning } = await this.tunings.current(connectionId);
    const rule = tunedRule(file, profile, tuning);
    const { view } = await this.graphs.published(connectionId);
    const context = await this.evaluation.look(provider, connectionId, view.version, tuning.classification);
    const node = nodeOf(subject, context);
    return {
      rule: file.id,
      title: file.title,
      severity: rule.file.severity,
      subject: subjectRef(context, node),
      profile,
      isOn: tunedRules([file], profile, tuning).length > 0,
      version: view.version,
      asOf: context.asOf.toISOString(),
      parameters: rule.parameters,
      ...(rule.path === null ? await ofPosture(rule, node, context) : ofPath(rule, node, context)),
    };
  }
}

function ruleOf(files: readonly RuleFile[], id: string): RuleFile {
  const file = files.find((each) => each.id === id);
  if (file === undefined)
    throw new DomainError('rule.unknown', 'not_found', `There is no rule "${id}".`, {
      field: 'id',
      remedy: 'List the rules with `posture rules list`.',
    });
  if (file.kind !== 'detection') return file;
  throw new DomainError(
    'rule.judges_events',
    'invalid',
    `Rule ${id} judges what happens, not what a subject is like.`,
    {
      field: 'id',
      remedy: 'Ask for a finding of it: its evidence names the events. `posture replay` tries the rule on the log.',
    },
  );
}

function nodeOf(subject: string, { view }: VersionView): NodeIndex {
  const node = view.indexOf(subject);
  if (node >= 0) return node;
  throw new DomainError(
    'subject.not_found',
    'not_found',
    `Version ${view.version} of this connection holds no ${subject}.`,
    {
      field: 'subject',
      remedy: 'Give the key of a subject as findings and users show it, such as User:00u1a2b3.',
    },
  );
}

async function ofPosture(rule: ResolvedRule, node: NodeIndex, context: VersionView): Promise<Said> {
  const kind = context.view.kind(node);
  const { subject: about } = rule.file;
  if (kind !== about) return notApplicable(`The rule is about the kind ${about}; this is of the kind ${kind}.`);
  const subject = postureSubject(node, context);
  const by = judgedBy(context);
  const [judged] = evaluatePosture([rule], [subject], by);
  const { counts, reasons } = judged!;
  const conditions = await explainConditions(rule, subject.ref, subject.facts, by);
  const missing = reasons.map(({ resource, reason, missing: grant }) => ({ resource, reason, missing: grant }));
  const said = { conditions, path: null, missing };
  if (counts.match > 0) return { ...said, verdict: 'match', why: 'Its conditions hold.' };
  if (counts.clear > 0) return { ...said, verdict: 'clear', why: 'Its conditions do not hold, whatever is not known.' };
  if (counts.not_assessed > 0)
    return { ...said, verdict: 'not_assessed', why: `It cannot be told: ${resourcesOf(missing)} not fully read.` };
  return { ...notApplicable(whyNot(conditions)), conditions };
}

/** Nobody is to blame for what the tenant's edition cannot have. */
function whyNot({ appliesTo }: ExplainedConditions): string {
  return appliesTo?.outcome === 'fails'
    ? 'The rule has no business with it: what it applies to does not hold.'
    : "What the rule asks for does not exist in this tenant's edition.";
}

function ofPath(rule: ResolvedRule, node: NodeIndex, context: VersionView): Said {
  const { view, privilege, provider } = context;
  const { path } = rule;
  const [answer] = runPath({ view, privilege, sources: provider.sources }, path!, rule.parameters, node);
  if (answer === undefined) {
    const starts = path!.from.kinds.join(' or ');
    return {
      ...notApplicable(`No path of the rule starts here: it starts at ${starts}, as its \`from\` says.`),
      path: [],
    };
  }
  const outcome = toOutcome(answer, verdictOfPath(answer), context);
  const { missing } = evaluationFromPath(rule, outcome, judgedBy(context));
  const said = { verdict: outcome.verdict, conditions: null, path: outcome.path, missing };
  if (outcome.verdict === 'match') return { ...said, why: `There is a path of ${outcome.path.length} steps.` };
  if (outcome.verdict === 'clear')
    return { ...said, why: 'There is no path, and nothing that was not read could hide one.' };
  return { ...said, why: `No path was seen; one may be hidden: ${resourcesOf(missing)} not fully read.` };
}

function notApplicable(why: string): Said {
  return { verdict: 'not_applicable', why, conditions: null, path: null, missing: [] };
}

function resourcesOf(missing: readonly Missing[]): string {
  const names = [...new Set(missing.map(({ resource }) => resource))].sort();
  return `${names.join(', ')} ${names.length === 1 ? 'was' : 'were'}`;
}
