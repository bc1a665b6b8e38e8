import type {
  ActivityCoverage,
  DetectionHealth,
  Quarantined,
  QuarantineCount,
  StreamError,
  StreamProgress,
} from '@posture/activity';
import type { ActivityCoverageBody, QuarantinedActivityBody } from './activity-coverage.body';
import { timeSpanView } from './activity.view';

/** What is known of how far a log was read and judged. */
export interface ReadLog {
  readonly streams: readonly StreamProgress[];
  readonly coverage: ActivityCoverage;
  /** In milliseconds; null while nothing was judged. */
  readonly watermark: number | null;
  readonly health: DetectionHealth | null;
  readonly quarantine: readonly QuarantineCount[];
}

export function activityCoverageView({
  streams,
  coverage,
  watermark,
  health,
  quarantine,
}: ReadLog): ActivityCoverageBody {
  return {
    streams: streams.map(streamView),
    spans: coverage.spans.map(timeSpanView),
    gaps: coverage.gaps.map(timeSpanView),
    judged: health === null ? null : judgedView(watermark, health),
    quarantine: quarantine.map(({ reason, day, events }) => ({ reason, day, events })),
  };
}

export function quarantinedView({ id, reason, why, excerpt, receivedAt }: Quarantined): QuarantinedActivityBody {
  return { id, reason, why, excerpt, receivedAt: receivedAt.toISOString() };
}

function judgedView(watermark: number | null, { late, evicted }: DetectionHealth): ActivityCoverageBody['judged'] {
  return { until: watermark === null ? null : new Date(watermark).toISOString(), late, evicted };
}

function streamView(progress: StreamProgress): ActivityCoverageBody['streams'][number] {
  const { stream, since, until, state, reached, oldest, newest, error, updatedAt, completedAt } = progress;
  return {
    name: stream,
    since: since.toISOString(),
    until: until?.toISOString() ?? null,
    state,
    reached: reached?.toISOString() ?? null,
    oldest: oldest?.toISOString() ?? null,
    newest: newest?.toISOString() ?? null,
    error: error === null ? null : errorView(error),
    updatedAt: updatedAt.toISOString(),
    completedAt: completedAt?.toISOString() ?? null,
  };
}

function errorView({ state, missing, code, message, remedy }: StreamError) {
  return { state, missing, code, message, remedy };
}
