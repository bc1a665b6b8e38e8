import type { FactContext, Facts, FactSet, NodeIndex } from '@posture/domain';
import { TRUSTED_ORIGIN_FACTS } from '../fact-schema/trusted-origin.facts';
import { domainsAbove, hostOf, isAddressLiteral, isOwnHost } from './web-host';
import { itemsOf, pick, textOf } from '../../../facts/wire';

/** Which origins may use the org from a browser, and whose they are. */
export const trustedOriginFacts: FactSet<null> = {
  kind: 'TrustedOrigin',
  schema: TRUSTED_ORIGIN_FACTS,
  prepare: () => null,
  compute(context: FactContext, node: NodeIndex): Facts {
    const props = context.view.props(node);
    const origin = textOf(props.origin) ?? '';
    const host = hostOf(origin);
    return {
      status: textOf(props.status) ?? 'INACTIVE',
      origin,
      unencrypted: /^http:/i.test(origin),
      wildcard: host?.includes('*') ?? false,
      addressLiteral: isAddressLiteral(host),
      ownHost: isOwnHost(context, host),
      hostDomains: domainsAbove(host),
      scopes: itemsOf(props.scopes)
        .map((scope) => textOf(pick(scope, 'type')))
        .filter((type) => type !== null)
        .sort(),
    };
  },
};
