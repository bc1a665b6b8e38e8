import { Module } from '@nestjs/common';
import { CLOCK, Database, plain } from '@posture/platform';
import { EvaluationStore } from './evaluation.store';

const PROVIDERS = [plain(EvaluationStore, Database, CLOCK)];

@Module({ providers: PROVIDERS, exports: PROVIDERS })
export class EvaluationsModule {}
