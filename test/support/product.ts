import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { oktaCredentialText, oktaWire } from '@posture/connectors';
import type { OktaCredential } from '@posture/connectors';
import type { DomainError, RuleFile } from '@posture/domain';
import { FindingStore } from '@posture/findings';
import { ConnectionFlow, Directory, FlowsModule, Providers, ScanDocuments, WorkHere } from '@posture/flows';
import type { Profile, ScanInput, ScanReport, WatchedScan } from '@posture/flows';
import { ConnectionStore, SyncStore } from '@posture/inventory';
import type { Connection } from '@posture/inventory';
import { AppConfig, Database, Secret } from '@posture/platform';
import type { Clock } from '@posture/platform';

/** Which stores a product under test runs on; empty means embedded. */
export interface TestStores {
  readonly databaseUrl?: string;
  readonly neo4jUrl?: string;
}

export interface OpenedProduct {
  readonly product: Product;
  readonly dataDir: string;
  close(): Promise<void>;
}

/** The product as the command line opens it, with the parts tests ask. */
export class Product {
  private constructor(readonly app: INestApplicationContext) {}

  static async open(config: AppConfig, clock?: Clock, providers?: Providers): Promise<Product> {
    const module = await FlowsModule.with(config, clock, providers);
    return new Product(await NestFactory.createApplicationContext(module, { logger: false, abortOnError: false }));
  }

  get database(): Database {
    return this.app.get(Database);
  }

  get findings(): FindingStore {
    return this.app.get(FindingStore);
  }

  get connections(): ConnectionStore {
    return this.app.get(ConnectionStore);
  }

  get syncs(): SyncStore {
    return this.app.get(SyncStore);
  }

  /** As published last. */
  directory(connectionId: string): ReturnType<Directory['open']> {
    return this.app.get(Directory).open(connectionId, null);
  }

  get rules(): readonly RuleFile[] {
    return this.app.get(Providers).rules;
  }

  connect(domain: string, credential: OktaCredential): Promise<Connection> {
    const text = new Secret(oktaCredentialText(credential));
    return this.app.get(ConnectionFlow).connect({ provider: oktaWire.provider, address: domain, credential: text });
  }

  /** An org on loopback, by an API token. */
  connectByToken(url: string, token: string): Promise<Connection> {
    return this.connect(url, { kind: 'api_token', token: new Secret(token) });
  }

  async scan(
    connectionId: string,
    input: Partial<ScanInput> = {},
    watch: WatchedScan = {},
  ): Promise<{ readonly report: ScanReport; readonly projection: DomainError | null }> {
    const whole = { profile: 'everything' as const, read: [], acceptDisappearance: false, activityDays: 0, ...input };
    const { scanId, projection } = await this.app.get(WorkHere).scan(connectionId, whole, 'test', watch);
    return { report: await this.app.get(ScanDocuments).of(scanId, { allMembers: true }), projection };
  }

  close(): Promise<void> {
    return this.app.close();
  }
}

/** What a product under test is set to; an org on loopback is admitted. */
export function testConfig(dataDir: string, { databaseUrl, neo4jUrl }: TestStores = {}): AppConfig {
  return AppConfig.parse({
    HOME: dataDir,
    POSTURE_DATA_DIR: dataDir,
    POSTURE_LOG_LEVEL: 'error',
    POSTURE_PORT: '0',
    POSTURE_ALLOW_LOOPBACK: 'true',
    ...(databaseUrl === undefined ? {} : { POSTURE_DATABASE_URL: databaseUrl }),
    ...(neo4jUrl === undefined ? {} : { POSTURE_NEO4J_URL: neo4jUrl, POSTURE_NEO4J_PASSWORD: 'none' }),
  });
}

/** A product with a data directory of its own, removed when it is closed. */
export async function openProduct(stores: TestStores = {}, dataDir?: string): Promise<OpenedProduct> {
  const dir = dataDir ?? mkdtempSync(join(tmpdir(), 'posture-e2e-'));
  const product = await Product.open(testConfig(dir, stores));
  return {
    product,
    dataDir: dir,
    close: async () => {
      await product.close();
      if (dataDir === undefined) rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** What could not be assessed, but for rules about use while nobody has read the log. */
export function notAssessedOf({ notAssessed }: ScanReport): ScanReport['notAssessed'] {
  return notAssessed.filter(({ reason }) => !reason.startsWith('The System Log was not read;'));
}

export interface ScanOfOrg {
  readonly url: string;
  readonly token: string;
  readonly profile?: Profile;
  readonly factors?: 'admins' | 'all';
  readonly includeClientSecrets?: boolean;
  readonly acceptDisappearance?: boolean;
}

/**
 * Connects an org on loopback by an API token and scans it once.
 * @throws {DomainError} also when the scan stands but Neo4j could not be brought to its version
 */
export async function scanOrg(product: Product, org: ScanOfOrg): Promise<ScanReport> {
  const connection = await product.connectByToken(org.url, org.token);
  const { report, projection } = await product.scan(connection.id, {
    profile: org.profile ?? 'everything',
    read: [
      ...(org.factors === 'admins' ? [] : ['all-factors']),
      ...(org.includeClientSecrets === false ? [] : ['client-secrets']),
    ],
    acceptDisappearance: org.acceptDisappearance ?? false,
  });
  if (projection !== null) throw projection;
  return report;
}
