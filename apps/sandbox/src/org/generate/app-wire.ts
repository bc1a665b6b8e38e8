import type { Wire } from '../org';
import { ORG_ORIGIN } from '../org';
import { DOMAIN } from './names';

export const APP_KINDS = ['saml', 'web', 'browser', 'native', 'service', 'bookmark', 'swa', 'first-party'] as const;
export type AppKind = (typeof APP_KINDS)[number];

export interface AppTraits {
  readonly id: string;
  readonly orgId: string;
  readonly kind: AppKind;
  /** Catalogue key; the kind's own when left out. */
  readonly name?: string;
  readonly label: string;
  readonly status: 'ACTIVE' | 'INACTIVE';
  readonly created: string;
  /** Host its URLs are under. */
  readonly host: string;
  readonly owner: string;
  /** Signing key id of a SAML app. */
  readonly kid: string;
  readonly accessPolicyId: string | null;
  readonly profileEnrollmentPolicyId: string | null;
  /** Zone of a service app. */
  readonly zoneId: string;
  readonly jwks?: readonly Readonly<Record<string, unknown>>[];
}

/** An application as `GET /api/v1/apps` answers it, configured as a careful administrator would. */
export function appWire(traits: AppTraits): Wire {
  const { id, kind, label } = traits;
  const link = (path: string): { href: string } => ({ href: `${ORG_ORIGIN}/api/v1/${path}` });
  const shape = SHAPES[kind](traits);
  const first = kind === 'first-party';
  return {
    id,
    orn: `orn:okta:idp:${traits.orgId}:apps:${shape.name}:${id}`,
    name: traits.name ?? shape.name,
    label,
    status: traits.status,
    created: traits.created,
    lastUpdated: traits.created,
    activated: traits.created,
    features: shape.features,
    signOnMode: shape.signOnMode,
    accessibility: { selfService: false, errorRedirectUrl: null, loginRedirectUrl: null },
    visibility: {
      autoLaunch: false,
      autoSubmitToolbar: false,
      hide: { iOS: kind === 'service' || first, web: kind === 'service' || first },
      appLinks: {},
    },
    credentials: shape.credentials,
    profile: first ? null : { owner: traits.owner },
    settings: { ...shape.settings, notes: { admin: first ? null : `Owner: ${traits.owner}`, enduser: null } },
    universalLogout: {
      status: 'ENABLED',
      supportType: 'FULL',
      identityStack: 'NOT_SHARED',
      protocol: 'GLOBAL_TOKEN_REVOCATION',
    },
    _links: {
      self: link(`apps/${id}`),
      users: link(`apps/${id}/users`),
      groups: link(`apps/${id}/groups`),
      ...(traits.accessPolicyId === null ? {} : { accessPolicy: link(`policies/${traits.accessPolicyId}`) }),
      ...(traits.profileEnrollmentPolicyId === null || kind === 'service'
        ? {}
        : { profileEnrollment: link(`policies/${traits.profileEnrollmentPolicyId}`) }),
    },
  };
}

interface Shape {
  readonly name: string;
  readonly signOnMode: string;
  readonly features: readonly string[];
  readonly credentials: Readonly<Record<string, unknown>>;
  readonly settings: Readonly<Record<string, unknown>>;
}

const USER_NAME = { template: '${source.login}', type: 'BUILT_IN' };
const PROVISIONING = ['PUSH_NEW_USERS', 'PUSH_PROFILE_UPDATES', 'PUSH_USER_DEACTIVATION', 'REACTIVATE_USERS'];

const SHAPES: Record<AppKind, (traits: AppTraits) => Shape> = {
  saml: ({ id, host, kid }) => ({
    name: `brightwater_${id.slice(3, 9).toLowerCase()}_1`,
    signOnMode: 'SAML_2_0',
    features: PROVISIONING,
    credentials: { userNameTemplate: USER_NAME, signing: { kid } },
    settings: {
      app: {},
      implicitAssignment: false,
      inlineHookId: null,
      signOn: {
        ssoAcsUrl: `https://${host}/saml/acs`,
        recipient: `https://${host}/saml/acs`,
        destination: `https://${host}/saml/acs`,
        audience: `https://${host}`,
        subjectNameIdTemplate: '${user.userName}',
        subjectNameIdFormat: 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress',
        responseSigned: true,
        assertionSigned: true,
        signatureAlgorithm: 'RSA_SHA256',
        digestAlgorithm: 'SHA256',
        honorForceAuthn: true,
        allowMultipleAcsEndpoints: false,
        acsEndpoints: [],
        requestCompressed: false,
        samlSignedRequestEnabled: true,
        inlineHooks: [],
        slo: { enabled: false },
      },
    },
  }),
  web: (traits) => oidc(traits, 'web', ['authorization_code', 'refresh_token'], 'client_secret_basic'),
  browser: (traits) => oidc(traits, 'browser', ['authorization_code', 'refresh_token'], 'none'),
  native: (traits) => oidc(traits, 'native', ['authorization_code', 'refresh_token'], 'none'),
  service: (traits) => oidc(traits, 'service', ['client_credentials'], 'private_key_jwt'),
  bookmark: ({ host }) => ({
    name: 'bookmark',
    signOnMode: 'BOOKMARK',
    features: [],
    credentials: { userNameTemplate: USER_NAME, signing: {} },
    settings: { app: { requestIntegration: false, url: `https://${host}/` } },
  }),
  swa: ({ host }) => ({
    name: 'template_swa',
    signOnMode: 'BROWSER_PLUGIN',
    features: [],
    credentials: { scheme: 'EDIT_USERNAME_AND_PASSWORD', userNameTemplate: USER_NAME, signing: {} },
    settings: { app: { url: `https://${host}/login`, buttonField: 'go', passwordField: 'pw', usernameField: 'user' } },
  }),
  'first-party': ({ kid }) => ({
    name: 'saasure',
    signOnMode: 'OPENID_CONNECT',
    features: [],
    credentials: { userNameTemplate: USER_NAME, signing: { kid }, oauthClient: {} },
    settings: { app: {} },
  }),
};

function oidc(traits: AppTraits, type: string, grants: readonly string[], method: string): Shape {
  const service = type === 'service';
  const callback = type === 'native' ? 'example.brightwater.mobile:/callback' : `https://${traits.host}/callback`;
  return {
    name: 'oidc_client',
    signOnMode: 'OPENID_CONNECT',
    features: [],
    credentials: {
      userNameTemplate: USER_NAME,
      signing: { kid: traits.kid },
      oauthClient: {
        client_id: traits.id,
        autoKeyRotation: true,
        token_endpoint_auth_method: method,
        pkce_required: !service,
      },
    },
    settings: {
      app: {},
      implicitAssignment: false,
      oauthClient: {
        client_uri: null,
        logo_uri: null,
        application_type: type,
        grant_types: grants,
        response_types: service ? ['token'] : ['code'],
        redirect_uris: service ? [] : [callback],
        post_logout_redirect_uris: service ? [] : [`https://signout.${DOMAIN}/`],
        consent_method: 'REQUIRED',
        issuer_mode: 'DYNAMIC',
        wildcard_redirect: 'DISABLED',
        idp_initiated_login: { mode: 'DISABLED', default_scope: [] },
        dpop_bound_access_tokens: service,
        ...(service ? { network: { connection: 'ZONE', include: [traits.zoneId] } } : {}),
        ...(grants.includes('refresh_token') ? { refresh_token: { rotation_type: 'ROTATE', leeway: 0 } } : {}),
        ...(method === 'private_key_jwt' ? { jwks: { keys: traits.jwks ?? [] } } : {}),
      },
    },
  };
}
