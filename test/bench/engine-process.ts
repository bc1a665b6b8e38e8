import { Secret } from '@posture/platform';
import { openProduct } from '../support/product';

/** What one whole scan cost the process that ran it. */
export interface ScanCost {
  readonly seconds: number;
  /** Seconds from the start until each wave's findings were there. */
  readonly waves: readonly number[];
  /** Processor time of the process, all its threads. */
  readonly cpuSeconds: number;
  /** Highest resident memory of the process. */
  readonly peakBytes: number;
  readonly requests: number;
  readonly nodes: number;
  readonly edges: number;
  readonly findings: number;
}

/** Arguments: org URL, token, database URL or '', Neo4j URL or ''. Scans once, prints what it cost as JSON, and ends. */
async function main([url = '', token = '', databaseUrl = '', neo4jUrl = '']: readonly string[]): Promise<void> {
  const { product, close } = await openProduct({
    ...(databaseUrl === '' ? {} : { databaseUrl }),
    ...(neo4jUrl === '' ? {} : { neo4jUrl }),
  });
  const credential = { kind: 'api_token', token: new Secret(token) } as const;
  const connection = await product.connect(url, credential);
  const waves: number[] = [];
  const started = performance.now();
  const before = process.cpuUsage();
  const seconds = () => (performance.now() - started) / 1000;
  const { report, projection } = await product.scan(
    connection.id,
    {},
    { onProgress: ({ judged }) => void (judged.length > waves.length && waves.push(seconds())) },
  );
  const taken = seconds();
  if (projection !== null) throw projection;
  const { user, system } = process.cpuUsage(before);
  const cost: ScanCost = {
    seconds: taken,
    waves,
    cpuSeconds: (user + system) / 1e6,
    peakBytes: process.resourceUsage().maxRSS * 1024,
    requests: report.sync.requests,
    nodes: report.sync.changes.nodes.added,
    edges: report.sync.changes.edges.added,
    findings: report.findings.length,
  };
  process.stdout.write(`${JSON.stringify(cost)}\n`);
  await close();
}

void main(process.argv.slice(2));
