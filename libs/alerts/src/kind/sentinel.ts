import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { ChannelKind, Addressee } from './channel-kind';
import { sameFor, verdictOf } from './answers';
import { CA, IAM_CLASS } from './common-fields';
import { composed, timeOf } from './compose';
import type { TokenRequest } from '../outbound/access-tokens';

const API_VERSION = '2023-01-01';
const SCOPE = 'https://monitor.azure.com/.default';
const AUTHORITY = 'https://login.microsoftonline.com';
const zipped = promisify(gzip);

/** Microsoft Sentinel, by the logs ingestion interface of Azure Monitor. */
export const SENTINEL: ChannelKind = {
  title: 'Microsoft Sentinel, logs ingestion',
  reach: {
    protocols: ['https:'],
    ports: [443],
    example: 'https://posture-ab12.westeurope-1.ingest.monitor.azure.com',
  },
  formats: ['ocsf', 'native', 'ecs'],
  settings: {
    rule: { means: 'immutable id of the data collection rule', pattern: /^dcr-[0-9a-z]{1,64}$/ },
    stream: { means: 'stream of that rule', default: 'Custom-PostureAlert_CL', pattern: /^[A-Za-z0-9_-]{1,100}$/ },
    tenant: { means: 'directory (tenant) id or domain of the application', pattern: /^[A-Za-z0-9.-]{1,200}$/ },
    client: { means: 'application (client) id', pattern: /^[A-Za-z0-9-]{1,100}$/ },
    authority: { means: 'where tokens are asked for', default: AUTHORITY, isAddress: true },
    iamClass: IAM_CLASS,
    ca: CA,
  },
  credential: { secret: { means: 'client secret of the application' } },
  most: 50,
  mostBytes: 900_000,
  proves: 'Azure Monitor took it; it is in its table some minutes later.',
  compose: (alert, options) => {
    const { id, event, notice } = alert;
    return JSON.stringify({
      TimeGenerated: timeOf(alert).toISOString(),
      MessageId: id,
      EventType: (event ?? notice).type,
      Severity: event === undefined ? notice.severity : event.finding.severity,
      Title: event === undefined ? notice.title : event.finding.title,
      Event: JSON.parse(composed(alert, options)) as unknown,
    });
  },
  send: async (parcels, to, ways, signal) => {
    const asked = tokenRequest(to);
    const token = await ways.tokens.get(asked, signal);
    if (typeof token !== 'string') return sameFor(parcels, { ...token, verdict: verdictOf(token) });
    const headers = {
      'content-type': 'application/json',
      'content-encoding': 'gzip',
      authorization: `Bearer ${token}`,
    };
    const body = await zipped(`[${parcels.map((parcel) => parcel.body).join(',')}]`);
    const answer = await ways.http.post({ url: streamOf(to), headers, body, ca: to.settings['ca'], signal });
    // It may have been taken back meanwhile.
    if (answer.status === 401) ways.tokens.forget(asked);
    return sameFor(parcels, { ...answer, verdict: verdictOf(answer) });
  },
};

function streamOf({ url, settings }: Addressee): URL {
  const { rule, stream } = settings;
  const base = url.pathname.replace(/\/$/, '');
  return new URL(`${base}/dataCollectionRules/${rule!}/streams/${stream!}?api-version=${API_VERSION}`, url);
}

function tokenRequest({ settings, credential }: Addressee): TokenRequest {
  const { authority, tenant, client, ca } = settings;
  const form = {
    grant_type: 'client_credentials',
    client_id: client!,
    client_secret: credential['secret']!,
    scope: SCOPE,
  };
  return { url: new URL(`/${tenant!}/oauth2/v2.0/token`, authority), form, ca };
}
