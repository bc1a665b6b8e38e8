import type { FactSchema } from '../facts';
import type { NodeKind } from '../graph-schema';
import { ORG_PRIVILEGE_FACTS } from './org-privilege.facts';

/** Every fact a rule may use, by the subject's kind. One file a theme; a kind's themes are merged here. */
export const FACT_SCHEMA: Readonly<Partial<Record<NodeKind, FactSchema>>> = {
  Org: { ...ORG_PRIVILEGE_FACTS },
};
