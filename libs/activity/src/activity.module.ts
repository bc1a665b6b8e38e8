import { Module } from '@nestjs/common';
import { CLOCK, Database, plain } from '@posture/platform';
import { ActivityStore } from './activity.store';
import { DetectionStates } from './detection-states';

const PROVIDERS = [plain(ActivityStore, Database, CLOCK), plain(DetectionStates, Database, CLOCK)];

/** Gives the log and what detections remember; their tables are reached in no other way. */
@Module({ providers: PROVIDERS, exports: PROVIDERS })
export class ActivityModule {}
