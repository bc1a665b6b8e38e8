import type { INestApplicationContext } from '@nestjs/common';
import type { Command } from 'commander';
import { DomainError } from '@posture/domain';
import { ComplianceDocuments, PostureReports, complianceCsv, renderCompliance, renderReport } from '@posture/flows';
import type { ComplianceReport, FrameworkId } from '@posture/flows';
import { chosenConnection } from '../chosen-connection';
import { globalOptions } from '../global-options';
import { configOf, withApp } from '../open-app';
import { complianceTable } from '../output/compliance-table';
import { refuseUnwritable, writeOut } from '../output/out-file';
import { note, say } from '../output/say';

export interface ReportOptions {
  readonly connection?: string;
  readonly framework?: FrameworkId;
  readonly format?: 'html' | 'table' | 'csv' | 'json';
  readonly out?: string;
}

export async function report(options: ReportOptions, command: Command): Promise<void> {
  const { framework, format = framework === undefined ? 'html' : 'table', out } = options;
  if (framework === undefined && format !== 'html') throw needsFramework(format);
  if (out !== undefined) refuseUnwritable(out, '--out');
  await withApp(configOf(command), async (app) => {
    const { id } = await chosenConnection(app, options.connection);
    const text =
      framework === undefined
        ? renderReport(await app.get(PostureReports).latest(id))
        : RENDERED[format](await compliance(app, id, framework));
    if (out === undefined) return say(text);
    writeOut(out, text, '--out');
    if (globalOptions(command).quiet !== true) note(`Written to ${out}.`);
  });
}

const RENDERED: Readonly<Record<NonNullable<ReportOptions['format']>, (of: ComplianceReport) => string>> = {
  html: renderCompliance,
  table: complianceTable,
  csv: complianceCsv,
  json: (of) => JSON.stringify(of, null, 2),
};

function compliance(app: INestApplicationContext, id: string, framework: FrameworkId): Promise<ComplianceReport> {
  return app.get(ComplianceDocuments).of(id, framework);
}

function needsFramework(format: string): DomainError {
  return new DomainError('report.format_unknown', 'invalid', `The report itself is no ${format}.`, {
    field: '--format',
    remedy:
      'Leave --format out, or say with --framework whose controls are meant; `posture scan --format json` has the scan.',
  });
}
