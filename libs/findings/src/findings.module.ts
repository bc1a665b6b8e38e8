import { Module } from '@nestjs/common';
import { CLOCK, Database, plain } from '@posture/platform';
import { FindingReconciler } from './finding-reconciler';
import { FindingStore } from './finding-store';

const PROVIDERS = [plain(FindingStore, Database), plain(FindingReconciler, Database, FindingStore, CLOCK)];

/** Gives the reading of findings, and the only writer of them. */
@Module({ providers: PROVIDERS, exports: PROVIDERS })
export class FindingsModule {}
