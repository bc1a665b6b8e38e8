import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { writeSection } from './bench-doc';
import { activityPart } from './activity.part';
import { alertsPart } from './alerts.part';
import { backfillPart } from './backfill.part';
import { detectionPart } from './detection.part';
import { driftPart } from './drift.part';
import { findingsPart } from './findings.part';
import { inventoryPart } from './inventory.part';
import { judgingPart } from './judging.part';
import { previewPart } from './preview.part';
import { latencyPart } from './latency.part';
import { memoryPart } from './memory.part';
import { neo4jPart } from './neo4j.part';
import { noisePart } from './noise.part';
import type { BenchPart, PartResult } from './part';
import { readerPart } from './reader.part';
import { scanPart } from './scan.part';

const PARTS: readonly BenchPart[] = [
  readerPart,
  inventoryPart,
  driftPart,
  activityPart,
  backfillPart,
  neo4jPart,
  judgingPart,
  previewPart,
  detectionPart,
  findingsPart,
  latencyPart,
  alertsPart,
  noisePart,
  scanPart,
  memoryPart,
];
const DOC = join(__dirname, '../../docs/reference/bench.md');

void main(process.argv.slice(2));

/** Runs the named parts, or all, and puts what they measured into the document. */
async function main(names: readonly string[]): Promise<void> {
  const unknown = names.filter((name) => !PARTS.some((part) => part.name === name));
  if (unknown.length > 0) {
    process.stderr.write(
      `There is no part ${unknown.join(', ')}; there are: ${PARTS.map(({ name }) => name).join(', ')}\n`,
    );
    process.exitCode = 2;
    return;
  }
  for (const part of PARTS.filter(({ name }) => names.length === 0 || names.includes(name))) {
    say(`\n${part.title}`);
    const busy = loadavg()[0] ?? 0;
    const result = await part.run((line) => say(`  ${line}`));
    print(result);
    writeSection(DOC, PARTS, part, { ...result, machine: machine(busy), at: new Date() });
  }
}

function print({ sizes, figures, left }: PartResult): void {
  say(`  ${sizes}`);
  for (const { what, measured, compared, value, target, met } of figures) {
    const against = compared === null ? '' : ` against ${compared}`;
    const verdict = target === null ? '' : ` (target ${target}: ${met === true ? 'met' : 'missed'})`;
    say(`  ${what}: ${measured}${against} = ${value}${verdict}`);
  }
  for (const line of left) say(`  left out: ${line}`);
}

function machine(busy: number): string {
  const memory = Math.round(totalmem() / 1024 ** 3);
  return `${availableParallelism()} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), ${memory} GiB, Node ${process.versions.node}, load ${busy.toFixed(1)} before it began`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
