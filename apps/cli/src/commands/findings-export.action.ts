import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import { parseFilter } from '@posture/findings';
import { FindingExports } from '@posture/flows';
import type { ExportFormat } from '@posture/flows';
import { ConnectionStore } from '@posture/inventory';
import { configOf, withApp } from '../open-app';

export interface FindingsExportOptions {
  readonly format: ExportFormat;
}

export async function exportFindings(text: string, { format }: FindingsExportOptions, command: Command): Promise<void> {
  await withApp(configOf(command), async (app) => {
    const filter = parseFilter(text, { connections: await app.get(ConnectionStore).list(), input: 'filter' });
    const pieces = app.get(FindingExports).of({ filter, sees: null }, format);
    await pipeline(Readable.from(pieces), process.stdout, { end: false });
  });
}
