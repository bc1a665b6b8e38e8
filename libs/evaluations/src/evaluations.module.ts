import { Module } from '@nestjs/common';
import { CLOCK, Database, plain } from '@posture/platform';
import { EvaluationStore } from './evaluation.store';

const PROVIDERS = [plain(EvaluationStore, Database, CLOCK)];

/** Gives what scans said, kept in PostgreSQL. */
@Module({ providers: PROVIDERS, exports: PROVIDERS })
export class EvaluationsModule {}
