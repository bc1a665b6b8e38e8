import type { ChannelKind, Sent } from './channel-kind';
import { jsonOf, sameFor, verdictOf } from './answers';
import { CA, IAM_CLASS } from './common-fields';
import { composed, timeOf } from './compose';
import type { OutboundAnswer } from '../outbound/outbound-answer';

/** Somebody has written it before: a repetition is no second document. */
const THERE_ALREADY = 409;

/** Elasticsearch bulk interface, into a data stream; `_id` is the webhook id. */
export const ELASTIC: ChannelKind = {
  title: 'Elasticsearch bulk interface',
  reach: { protocols: ['https:'], ports: [443, 9200, 9243, 8443], example: 'https://elastic.acme.example:9200' },
  formats: ['ecs', 'ocsf', 'native'],
  settings: {
    stream: {
      means: 'data stream it is written to',
      default: 'logs-posture.finding-default',
      pattern: /^[a-z0-9][a-z0-9._-]{0,200}$/,
    },
    iamClass: IAM_CLASS,
    ca: CA,
  },
  credential: { apiKey: { means: 'API key, as Elastic encodes it' } },
  most: 100,
  mostBytes: 5_000_000,
  proves: 'Elasticsearch has the document.',
  compose: (alert, options) =>
    JSON.stringify({
      '@timestamp': timeOf(alert).toISOString(),
      ...(JSON.parse(composed(alert, options)) as object),
    }),
  send: async (parcels, { url, settings, credential }, { http }, signal) => {
    const stream = settings['stream']!;
    const lines = parcels.flatMap(({ messageId, body }) => [
      JSON.stringify({ create: { _index: stream, _id: messageId } }),
      body,
    ]);
    const headers = {
      'content-type': 'application/x-ndjson',
      authorization: `ApiKey ${credential['apiKey']!}`,
    };
    const body = `${lines.join('\n')}\n`;
    const answer = await http.post({ url: bulkOf(url), headers, body, ca: settings['ca'], signal });
    if (answer.status === null || answer.status >= 300)
      return sameFor(parcels, { ...answer, verdict: verdictOf(answer) });
    return itemsOf(answer, parcels.length);
  },
};

/** What the answer is asked to be cut to: it may be longer than is read of an answer. */
function bulkOf(url: URL): URL {
  const bulk = new URL(url);
  bulk.pathname = `${url.pathname.replace(/\/$/, '')}/_bulk`;
  bulk.search = '?filter_path=errors,items.*.status,items.*.error.reason';
  return bulk;
}

/** Each document has an answer of its own. */
function itemsOf(answer: OutboundAnswer, count: number): Sent[] {
  const parsed = jsonOf(answer.text);
  if (parsed?.['errors'] === false) return Array.from({ length: count }, () => ({ ...answer, verdict: 'taken' }));
  const items = parsed?.['items'];
  const each = Array.isArray(items) ? (items as ({ create?: Item } | undefined)[]) : [];
  return Array.from({ length: count }, (_, index) => {
    const item = each[index]?.create;
    if (item === undefined) return { ...answer, verdict: 'retry' };
    const own = { ...answer, status: item.status, text: item.error?.reason ?? '' };
    return { ...own, verdict: item.status === THERE_ALREADY ? 'taken' : verdictOf(own) };
  });
}

interface Item {
  readonly status: number;
  readonly error?: { readonly reason?: string };
}
