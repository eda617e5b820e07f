import Ajv, { type ErrorObject } from 'ajv';
import { keyAlgorithms } from './client-key';

/** Where the tenant of an issuer's users comes from: it is the same for all, or a claim names it. */
export type TenantRule = string | { claim: string; values?: Record<string, string> };

/** A role for whoever has a value in a claim; for every user of the issuer without a claim. */
export interface RoleRule {
  claim?: string;
  /** One `*` stands for any text, and is that text in `project`. */
  value?: string;
  role: string;
  project?: string;
}

/** How a client shows an issuer who it is (OpenID Connect Core, 9). */
export type ClientAuthentication = 'client_secret_basic' | 'client_secret_post' | 'private_key_jwt';

/** An OpenID Connect issuer whose users are let in: one element of OPENID_ISSUERS. */
export interface IssuerSettings {
  name: string;
  title: string;
  issuer: string;
  audiences: string[];
  clientId?: string;
  clientSecret?: string;
  clientPrivateKey?: string;
  clientKeyId?: string;
  clientAuthentication?: ClientAuthentication;
  logOutAtIssuer: boolean;
  scopes: string[];
  algorithms: string[];
  clockToleranceSeconds: number;
  linkByEmail: boolean;
  tenant: TenantRule;
  claims: { user: string; email: string; firstName: string; lastName: string };
  roles: RoleRule[];
}

const text = (description: string, more: object = {}) => ({
  type: 'string',
  minLength: 1,
  maxLength: 256,
  description,
  ...more,
});
const claim = (description: string, byDefault?: string) => text(description, byDefault ? { default: byDefault } : {});

/** Signatures that a public key verifies. Nothing else is ever accepted, `none` least of all. */
const algorithms = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];

/** What OPENID_ISSUERS may hold. The guide's reference is made from it. */
export const issuerSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['name', 'issuer', 'tenant'],
  properties: {
    name: text('Names the issuer in addresses and logs; may not change.', { pattern: '^[a-z0-9][a-z0-9-]{0,31}$' }),
    title: text('What the sign-in page calls the issuer; its name otherwise.'),
    issuer: text('The issuer’s URL, spelt as in the `iss` of its tokens.', { pattern: '^https?://[^\\s?#]+$' }),
    audiences: {
      type: 'array',
      items: text('A value of `aud`.'),
      maxItems: 20,
      default: [],
      description:
        'Whom tokens must be made for so that they are accepted as credentials of API calls. Empty: none is.',
    },
    clientId: text('What the issuer calls the console. Without it nobody signs in to the console by this issuer.'),
    clientSecret: text('Of the client, where the issuer wants one.', { maxLength: 1024 }),
    clientPrivateKey: text(
      'Of the client, where it signs instead (`private_key_jwt`): PEM, PKCS8; RSA, EC or Ed25519.',
      {
        maxLength: 16384,
      },
    ),
    clientKeyId: text('What the issuer calls that key (`kid`).'),
    clientAuthentication: {
      type: 'string',
      enum: ['client_secret_basic', 'client_secret_post', 'private_key_jwt'],
      description: 'How the client was registered; otherwise a way that the issuer’s metadata names.',
    },
    logOutAtIssuer: {
      type: 'boolean',
      default: false,
      description: 'Whether signing out leads to the issuer, to sign out there too (RP-initiated logout).',
    },
    scopes: {
      type: 'array',
      items: text('A scope.', { pattern: '^[\\x21\\x23-\\x5b\\x5d-\\x7e]+$' }),
      maxItems: 20,
      default: ['openid', 'email', 'profile'],
      description: 'What the console asks the issuer for.',
    },
    algorithms: {
      type: 'array',
      items: { type: 'string', enum: algorithms },
      minItems: 1,
      uniqueItems: true,
      default: ['RS256', 'PS256', 'ES256', 'EdDSA'],
      description: 'Signatures that are accepted on tokens.',
    },
    clockToleranceSeconds: {
      type: 'integer',
      minimum: 0,
      maximum: 120,
      default: 30,
      description: 'How far the issuer’s clock may be off.',
    },
    linkByEmail: {
      type: 'boolean',
      default: false,
      description:
        'Whether a user who was made in Trailbook becomes the issuer’s user of the same address, where `email_verified` is true. Needs `claims.email` to be `email`. The password, sessions and API keys of before end.',
    },
    tenant: {
      description: 'Uid or name of the tenant of all users of the issuer; or the claim that names it.',
      anyOf: [
        text('Uid or name.'),
        {
          type: 'object',
          additionalProperties: false,
          required: ['claim'],
          properties: {
            claim: claim('The claim.'),
            values: {
              type: 'object',
              additionalProperties: text('Uid or name of the tenant.'),
              description:
                'The claim’s values that are let in, each with its tenant. Without it a value is the tenant.',
            },
          },
        },
      ],
    },
    claims: {
      type: 'object',
      additionalProperties: false,
      default: {},
      description: 'Which claims say who the user is.',
      properties: {
        user: claim('What the issuer calls him, for good.', 'sub'),
        email: claim('His e-mail address.', 'email'),
        firstName: claim('First name.', 'given_name'),
        lastName: claim('Last name.', 'family_name'),
      },
    },
    roles: {
      type: 'array',
      maxItems: 500,
      default: [],
      description: 'Roles that claims give. Without any, a user may do what people give him in Trailbook.',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['role'],
        dependencies: { claim: ['value'], value: ['claim'] },
        properties: {
          claim: claim(
            'The claim: text, a list of texts, or an object with them as names. Absent: every user of the issuer has the role.',
          ),
          value: text('A value of the claim; one `*` stands for any text.', { pattern: '^[^*]*\\*?[^*]*$' }),
          role: text('Uid or name of the role.'),
          project: text('Uid or name of the project, for a role of project scope; in it `*` is what `*` stood for.'),
        },
      },
    },
  },
};

const check = new Ajv({ useDefaults: true, allowUnionTypes: true }).compile<IssuerSettings[]>({
  type: 'array',
  items: issuerSchema,
  maxItems: 20,
});

/**
 * The issuers that a configuration names, with what it leaves open filled in.
 * @throws Error with what is wrong, never with a value
 */
export function readIssuers(value: unknown): IssuerSettings[] {
  if (!check(value)) throw new Error(problemOf(check.errors?.[0]));
  for (const [index, settings] of value.entries()) {
    const { issuer, linkByEmail, claims } = settings;
    const problem = clientProblem(settings);
    if (problem !== undefined) throw new Error(`/${index}/${problem}`);
    if (!URL.canParse(issuer)) throw new Error(`/${index}/issuer is not a URL`);
    // Who can read or change what goes between would decide who is let in.
    if (!isSafe(new URL(issuer))) throw new Error(`/${index}/issuer must begin with https://`);
    // What a user may write into any other claim would decide whose account it becomes.
    if (linkByEmail && claims.email !== 'email') {
      throw new Error(
        `/${index}/linkByEmail needs claims.email to be "email": email_verified says of that claim alone that the issuer has verified it`,
      );
    }
  }
  for (const key of ['name', 'issuer'] as const) {
    if (new Set(value.map((settings) => settings[key])).size < value.length) throw new Error(`has one ${key} twice`);
  }
  return value.map((settings) => ({ ...settings, title: settings.title ?? settings.name }));
}

/** What is wrong with how the client shows itself. */
function clientProblem({ clientSecret, clientPrivateKey, clientAuthentication }: IssuerSettings): string | undefined {
  if (clientPrivateKey !== undefined) {
    if (clientSecret !== undefined) return 'clientPrivateKey cannot be beside clientSecret';
    if (keyAlgorithms(clientPrivateKey).length === 0)
      return 'clientPrivateKey is no RSA, EC or Ed25519 key in PKCS8 PEM';
  }
  const isByKey = clientAuthentication === 'private_key_jwt';
  if (clientAuthentication === undefined || (isByKey ? clientPrivateKey : clientSecret) !== undefined) return undefined;
  return `clientAuthentication needs ${isByKey ? 'clientPrivateKey' : 'clientSecret'}`;
}

/** An issuer on this very machine is what developers have. */
export function isSafe({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}

function problemOf(error: ErrorObject | undefined): string {
  const place = error?.instancePath || 'the value';
  const extra = (error?.params as { additionalProperty?: string } | undefined)?.additionalProperty;
  return `${place} ${error?.message ?? 'is wrong'}${extra === undefined ? '' : `: ${extra}`}`;
}
