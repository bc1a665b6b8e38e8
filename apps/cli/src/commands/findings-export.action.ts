import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import type { ExportFormat } from '@posture/flows';
import { withArea } from '../areas/area';
import { FINDINGS } from '../areas/findings.area';

export interface FindingsExportOptions {
  readonly format: ExportFormat;
}

export async function exportFindings(text: string, { format }: FindingsExportOptions, command: Command): Promise<void> {
  await withArea(FINDINGS, command, async (findings) => {
    const pieces = await findings.export(text, format);
    await pipeline(Readable.from(pieces, { objectMode: false }), process.stdout, { end: false });
  });
}
