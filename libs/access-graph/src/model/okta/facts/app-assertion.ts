import { Unknown } from '@posture/domain';
import type { FactContext, FactNeed, Facts, Json, NodeIndex } from '@posture/domain';
import { unreadList } from '../../../facts/list-coverage';
import { foreignAmong } from './redirect-targets';
import { boundedBy, countIn, mergedNeeds } from './role-facts';
import type { ListFact } from './role-facts';
import { domainsAbove, hostOf, isOwnHost } from './web-host';
import { itemsOf, pick, textOf } from '../../../facts/wire';

/** How the SAML assertions of an application are signed, where they may go, and who may rewrite them. */
export function assertionFacts(context: FactContext, app: NodeIndex): Facts {
  const { settings, signOnMode } = context.view.props(app);
  const saml = signOnMode === 'SAML_2_0' || signOnMode === 'SAML_1_1';
  const signOn = saml ? (pick(settings, 'signOn') ?? null) : null;
  const stray = strayAcsHosts(context, signOn);
  return {
    signsWithSha1: [pick(signOn, 'signatureAlgorithm'), pick(signOn, 'digestAlgorithm')].some(isSha1),
    signsNothing: pick(signOn, 'assertionSigned') === false && pick(signOn, 'responseSigned') === false,
    allowsMultipleAcs: pick(signOn, 'allowMultipleAcsEndpoints') === true,
    foreignAcsHosts: stray,
    foreignAcsHostCount: countIn(stray, () => true),
    ...hookFacts(context, hookIds(settings, signOn)),
  };
}

function isSha1(algorithm: Json | undefined): boolean {
  return /sha-?1$/i.test(textOf(algorithm) ?? '');
}

/** A vendor's application has all its services in the vendor's domain; one elsewhere was added by somebody. */
function strayAcsHosts(context: FactContext, signOn: Json): ListFact {
  const main = hostOf(textOf(pick(signOn, 'ssoAcsUrl')));
  const further = itemsOf(pick(signOn, 'acsEndpoints'))
    .map((endpoint) => hostOf(textOf(pick(endpoint, 'url'))))
    .filter((host) => host !== null);
  const home = homeDomain(main);
  return foreignAmong(
    context,
    further.filter((host) => home === null || (host !== home && !host.endsWith(`.${home}`))),
  );
}

/** `vendor.example` for `sso.vendor.example` and for itself; null for an address. */
function homeDomain(host: string | null): string | null {
  if (host === null) return null;
  const labels = host.split('.');
  if (domainsAbove(host).length < 2) return host;
  return labels.length > 2 ? labels.slice(1).join('.') : host;
}

function hookIds(settings: Json | undefined, signOn: Json): readonly string[] {
  if (signOn === null) return [];
  const listed = itemsOf(pick(signOn, 'inlineHooks')).map((hook) => textOf(pick(hook, 'id')));
  return [...listed, textOf(pick(settings, 'inlineHookId'))].filter((id): id is string => id !== null && id !== '');
}

function hookFacts(context: FactContext, ids: readonly string[]): Facts {
  const { view } = context;
  const hosts: string[] = [];
  const needs: FactNeed[] = [];
  for (const id of new Set(ids)) {
    const hook = view.indexOf(`Hook:${id}`);
    if (hook < 0) needs.push(...unreadList(view.coverage, 'inline-hooks'));
    else if (view.props(hook)['status'] === 'ACTIVE') {
      const host = hostOf(textOf(pick(view.props(hook)['channel'], 'config', 'uri')));
      if (host !== null) hosts.push(host);
    }
  }
  const open = mergedNeeds(needs);
  const distinct = [...new Set(hosts)].sort();
  const foreign: string[] = [];
  const domainNeeds: FactNeed[] = [...open];
  for (const host of distinct) {
    const own = isOwnHost(context, host);
    if (own instanceof Unknown) domainNeeds.push(...own.needs);
    else if (!own) foreign.push(host);
  }
  return {
    assertionHookHosts: boundedBy(distinct, open),
    foreignAssertionHookCount: boundedBy(foreign.length, mergedNeeds(domainNeeds)),
    // Domains of the foreign hosts alone: an approval of one's own domain must not cover them.
    assertionHookDomains: boundedBy([...new Set(foreign.flatMap(domainsAbove))], mergedNeeds(domainNeeds)),
  };
}
