import { ORG_ORIGIN } from '../org';

type Property = Readonly<Record<string, unknown>>;

export interface SchemaWire {
  readonly id: string;
  readonly definitions: {
    readonly base: {
      readonly id: string;
      readonly type: string;
      readonly properties: Readonly<Record<string, Property>>;
    };
    readonly custom: {
      readonly id: string;
      readonly type: string;
      readonly properties: Readonly<Record<string, Property>>;
    };
  };
  readonly [key: string]: unknown;
}

/** Attributes a user may edit; the rest is read only. */
const SELF_EDITABLE = new Set(['mobilePhone', 'primaryPhone', 'nickName', 'preferredLanguage']);
const BASE = [
  'login',
  'firstName',
  'lastName',
  'middleName',
  'email',
  'title',
  'displayName',
  'nickName',
  'secondEmail',
  'mobilePhone',
  'primaryPhone',
  'city',
  'countryCode',
  'preferredLanguage',
  'userType',
  'employeeNumber',
  'costCenter',
  'organization',
  'division',
  'department',
  'managerId',
  'manager',
];

/** A user schema as `GET /api/v1/meta/schemas/user/{id}` answers it. */
export function userSchemaWire(typeId: string, created: string): SchemaWire {
  return {
    id: `${ORG_ORIGIN}/meta/schemas/user/${typeId}`,
    $schema: 'http://json-schema.org/draft-04/schema#',
    name: 'user',
    title: 'User',
    description: 'Okta user profile template with default permission settings',
    lastUpdated: created,
    created,
    type: 'object',
    definitions: {
      base: {
        id: '#base',
        type: 'object',
        properties: Object.fromEntries(
          BASE.map((name) => [
            name,
            attributeWire(name, { permission: SELF_EDITABLE.has(name) ? 'READ_WRITE' : 'READ_ONLY' }),
          ]),
        ),
      },
      custom: { id: '#custom', type: 'object', properties: {} },
    },
    properties: { profile: { allOf: [{ $ref: '#/definitions/base' }, { $ref: '#/definitions/custom' }] } },
    _links: { self: { href: `${ORG_ORIGIN}/api/v1/meta/schemas/user/${typeId}` } },
  };
}

/** One attribute; `permission` is what the user itself may do. */
export function attributeWire(
  name: string,
  attribute: { permission: string; title?: string; type?: string; master?: string },
): Property {
  return {
    title: attribute.title ?? name,
    type: attribute.type ?? 'string',
    scope: 'NONE',
    mutability: 'READ_WRITE',
    permissions: [{ principal: 'SELF', action: attribute.permission }],
    master: { type: attribute.master ?? 'PROFILE_MASTER' },
    ...(name === 'login' ? { required: true, unique: 'UNIQUE_VALIDATED' } : {}),
  };
}
