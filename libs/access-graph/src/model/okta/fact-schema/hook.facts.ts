import type { FactSchema } from '@posture/domain';

const HOOKS = 'GET /api/v1/eventHooks, GET /api/v1/inlineHooks';
const needs = ['event-hooks', 'inline-hooks'];

/** Hooks that send events out (event) or let an outside service decide (inline). */
export const HOOK_FACTS = {
  hookType: { type: 'string', means: 'event or inline', source: HOOKS, needs },
  status: { type: 'string', means: 'ACTIVE or INACTIVE', source: HOOKS, needs },
  inlineType: {
    type: 'string',
    nullable: true,
    means: 'what an inline hook decides, such as com.okta.saml.tokens.transform; null for event hooks',
    source: 'GET /api/v1/inlineHooks',
    needs: ['inline-hooks'],
  },
  verified: {
    type: 'boolean',
    nullable: true,
    means: 'the receiver of an event hook proved that it wants the events; null for inline hooks',
    source: 'GET /api/v1/eventHooks',
    needs: ['event-hooks'],
  },
  authenticated: { type: 'boolean', means: 'Okta presents a secret or token to the receiver', source: HOOKS, needs },
  encrypted: { type: 'boolean', means: 'the receiver is called by https', source: HOOKS, needs },
  receiver: { type: 'string', nullable: true, means: 'host that is called', source: HOOKS, needs },
  receiverDomains: {
    type: 'list',
    means: 'that host, each domain above it, and * for any',
    source: HOOKS,
    needs,
  },
  ownReceiver: {
    type: 'boolean',
    means: "the host is in one of the organisation's own domains",
    source: `${HOOKS}, GET /api/v1/domains, GET /api/v1/users`,
    needs: ['event-hooks', 'inline-hooks', 'domains', 'users'],
  },
  creatorStatus: {
    type: 'string',
    nullable: true,
    means:
      'status of the user or application that created the hook, DELETED when it is gone; null when Okta does not say who did',
    source: `${HOOKS}, GET /api/v1/users, GET /api/v1/apps`,
    needs: ['event-hooks', 'inline-hooks', 'users', 'apps'],
  },
} as const satisfies FactSchema;
