import { renderGraphSchema } from '@posture/access-graph';
import { renderConfigReference, renderEnvExample } from '@posture/platform';
import { renderRuleCatalogue } from '@posture/rule-engine';
import { SCAN_REPORT_JSON_SCHEMA } from './report/scan-report.schema';
import { SHIPPED } from './providers';
import { renderResources } from './render-resources';
import { loadProviders } from './shipped-rules';

/** Every generated file of the repository by path, with the text it should have. @public for `npm run docs` */
export async function generatedFiles(): Promise<ReadonlyMap<string, string>> {
  return new Map([
    ['.env.example', renderEnvExample()],
    ['docs/reference/config.md', renderConfigReference()],
    ['docs/reference/graph-schema.md', renderGraphSchema()],
    ['docs/reference/rules.md', renderRuleCatalogue((await loadProviders()).books)],
    ...SHIPPED.map(({ provider, catalogue }): [string, string] => [
      `docs/reference/${provider}-resources.md`,
      renderResources(catalogue),
    ]),
    ['docs/reference/scan-report.schema.json', `${JSON.stringify(SCAN_REPORT_JSON_SCHEMA, null, 2)}\n`],
  ]);
}
