import { LOG_STREAM_FACTS } from '@posture/domain';
import type { Facts, NodeIndex } from '@posture/domain';
import type { FactContext, FactSet } from './fact-set';
import { textOf } from './wire';

export const logStreamFacts: FactSet<null> = {
  kind: 'LogStream',
  schema: LOG_STREAM_FACTS,
  prepare: () => null,
  compute({ view }: FactContext, stream: NodeIndex): Facts {
    const { status, type } = view.props(stream);
    return { status: textOf(status) ?? 'INACTIVE', type: textOf(type) ?? '' };
  },
};
