import { Unknown } from '@posture/domain';
import type { FactContext, Facts, FactSet, FactValue, GraphView, NodeIndex } from '@posture/domain';
import { HOOK_FACTS } from '../fact-schema/hook.facts';
import { hiding } from './policy-rules';
import { domainsAbove, hostOf, isOwnHost } from './web-host';
import { isEmpty, pick, textOf } from '../../../facts/wire';

/** Where hooks send what, and who set them up. */
export const hookFacts: FactSet<null> = {
  kind: 'Hook',
  schema: HOOK_FACTS,
  prepare: () => null,
  compute(context: FactContext, hook: NodeIndex): Facts {
    const { view } = context;
    const { hookType, status, type, channel, verificationStatus } = view.props(hook);
    const uri = textOf(pick(channel, 'config', 'uri'));
    const host = hostOf(uri);
    const inline = hookType === 'inline';
    return {
      hookType: inline ? 'inline' : 'event',
      status: textOf(status) ?? 'INACTIVE',
      inlineType: inline ? textOf(type) : null,
      verified: inline ? null : verificationStatus === 'VERIFIED',
      authenticated: pick(channel, 'type') === 'OAUTH' || !isEmpty(pick(channel, 'config', 'authScheme')),
      encrypted: /^https:/i.test(uri ?? ''),
      receiver: host,
      receiverDomains: [...domainsAbove(host), '*'],
      ownReceiver: isOwnHost(context, host),
      creatorStatus: creatorStatus(view, hook),
    };
  },
};

function creatorStatus(view: GraphView, hook: NodeIndex): FactValue {
  const creator = textOf(view.props(hook).createdBy);
  if (creator === null || creator === '') return null;
  const node = [`User:${creator}`, `App:${creator}`].map((key) => view.indexOf(key)).find((index) => index !== -1);
  if (node !== undefined) return textOf(view.props(node).status) ?? 'ACTIVE';
  const open = hiding(
    view,
    ['users', 'apps'].map((resource) => ({ resource, parent: '' })),
  );
  // Ids of users begin with 00u, of applications with 0oa; Okta's own services sign with other words.
  if (!/^(00u|0oa)/.test(creator)) return null;
  return open.length > 0 ? new Unknown(open) : 'DELETED';
}
