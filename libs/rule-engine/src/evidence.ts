import { AtLeast, FACT_SCHEMA, OKTA_RESOURCES, Unknown } from '@posture/domain';
import type {
  Coverage,
  CoverageView,
  EvidenceFact,
  FactNeed,
  Facts,
  FactSpec,
  Missing,
  NodeKind,
  ResourceSpec,
  SubjectRef,
} from '@posture/domain';

/** Says when and from where facts were read, and what kept others from being read. One per evaluation. */
export class EvidenceSource {
  private readonly wholeTenant = new Map<string, string | null>();
  private readonly wholeMissing = new Map<string, Missing>();
  private readonly interned = new Map<string, Missing>();

  constructor(private readonly coverage: CoverageView) {}

  facts(names: readonly string[], subject: SubjectRef, facts: Facts): EvidenceFact[] {
    const schema = FACT_SCHEMA[subject.kind] ?? {};
    return names.map((name) => {
      const spec = schema[name];
      const value = facts[name];
      const isUnknown = value === undefined || value instanceof Unknown;
      return {
        fact: name,
        value: isUnknown ? null : value instanceof AtLeast ? value.value : value,
        unit: spec?.unit ?? null,
        source: spec?.source ?? '',
        readAt: spec === undefined ? null : this.readAt(spec, subject),
        certainty: isUnknown ? 'unknown' : value instanceof AtLeast ? 'at_least' : 'known',
      };
    });
  }

  /** A fact is as old as the oldest read it stands on; null when one of them never happened. */
  private readAt(spec: FactSpec, subject: SubjectRef): string | null {
    let oldest: string | null = null;
    for (const resource of spec.needs) {
      const at = this.resourceReadAt(resource, subject);
      if (at !== null && (oldest === null || at < oldest)) oldest = at;
    }
    return oldest;
  }

  private resourceReadAt(resource: string, subject: SubjectRef): string | null {
    if (isReadPer(resource, subject.kind)) return instantOf(this.coverage.of(resource, subject.key));
    let at = this.wholeTenant.get(resource);
    if (at === undefined) {
      at = instantOf(this.coverage.of(resource));
      this.wholeTenant.set(resource, at);
    }
    return at;
  }

  /** Equal answers are the same object, so that a million of them can be counted cheaply. */
  missing(need: FactNeed): Missing {
    if (need.parent !== '') return this.wordMissing(need);
    let missing = this.wholeMissing.get(need.resource);
    if (missing === undefined) {
      missing = this.wordMissing(need);
      this.wholeMissing.set(need.resource, missing);
    }
    return missing;
  }

  private wordMissing(need: FactNeed): Missing {
    const coverage = this.coverage.of(need.resource, need.parent);
    const reason = coverage.reason ?? stateInWords(coverage);
    const id = `${need.resource}\n${reason}\n${coverage.missing ?? ''}`;
    const known = this.interned.get(id);
    if (known !== undefined) return known;
    const missing = { resource: need.resource, reason, missing: coverage.missing };
    this.interned.set(id, missing);
    return missing;
  }

  isUnlicensed(need: FactNeed): boolean {
    return this.coverage.of(need.resource, need.parent).state === 'unlicensed';
  }
}

function isReadPer(resource: string, kind: NodeKind): boolean {
  const spec: ResourceSpec | undefined = (OKTA_RESOURCES as Readonly<Record<string, ResourceSpec>>)[resource];
  return spec?.per === kind;
}

function instantOf(coverage: Coverage): string | null {
  return coverage.state === 'complete' || coverage.state === 'partial' ? coverage.readAt.toISOString() : null;
}

function stateInWords(coverage: Coverage): string {
  const resource: ResourceSpec | undefined = (OKTA_RESOURCES as Readonly<Record<string, ResourceSpec>>)[
    coverage.resource
  ];
  const what = resource?.title ?? coverage.resource;
  return coverage.state === 'not_read' ? `${what}: not read by this sync` : `${what}: not read completely`;
}
