import type { Command } from 'commander';
import { DomainError } from '@posture/domain';
import { complianceCsv, renderCompliance } from '@posture/flows';
import type { ComplianceReport, FrameworkId } from '@posture/flows';
import { withArea } from '../areas/area';
import { REPORT } from '../areas/report.area';
import { globalOptions } from '../global-options';
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
  await withArea(REPORT, command, async (reports) => {
    const text =
      framework === undefined
        ? await reports.page(options.connection)
        : RENDERED[format](await reports.compliance(options.connection, framework));
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

function needsFramework(format: string): DomainError {
  return new DomainError('report.format_unknown', 'invalid', `The report itself is no ${format}.`, {
    field: '--format',
    remedy:
      'Leave --format out, or say with --framework whose controls are meant; `posture scan --format json` has the scan.',
  });
}
