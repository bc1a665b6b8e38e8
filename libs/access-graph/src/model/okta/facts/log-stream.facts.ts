import type { FactContext, Facts, FactSet, NodeIndex } from '@posture/domain';
import { LOG_STREAM_FACTS } from '../fact-schema/log-stream.facts';
import { textOf } from '../../../facts/wire';

export const logStreamFacts: FactSet<null> = {
  kind: 'LogStream',
  schema: LOG_STREAM_FACTS,
  prepare: () => null,
  compute({ view }: FactContext, stream: NodeIndex): Facts {
    const { status, type } = view.props(stream);
    return { status: textOf(status) ?? 'INACTIVE', type: textOf(type) ?? '' };
  },
};
