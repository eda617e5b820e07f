import { anyObject, dateTime, list, metadata, object, ref, text, type JsonSchema } from './json-schema';

const readOnly = (schema: JsonSchema): JsonSchema => ({ ...schema, readOnly: true });
const name = (longest: number) => text('Name.', { minLength: 1, maxLength: longest });
const uidText = (what: string) => text(what, { minLength: 1, maxLength: 128 });
const email = (what: string): JsonSchema => ({ type: 'string', format: 'email', maxLength: 254, description: what });
const password = (what: string): JsonSchema => ({
  ...text(`${what} Neither a common one nor the e-mail address.`, { minLength: 8, maxLength: 256 }),
  writeOnly: true,
});
const description = text('Description.', { maxLength: 1024 });
const listOf = (name: string): JsonSchema =>
  object('A page of them.', { items: list('The items.', ref(name)), listmeta: ref('ListMeta') }, ['items']);

/** Who may log in, and what they may do; and the example resource. */
export const identitySchemas: Record<string, JsonSchema> = {
  AuthenticateRequest: object(
    'A login.',
    {
      emailId: text('E-mail address.', { minLength: 1, maxLength: 1024 }),
      password: { ...text('Password.', { minLength: 1, maxLength: 1024 }), writeOnly: true },
      org: text('Name or uid of the tenant; needed where several have this address.', { maxLength: 1024 }),
    },
    ['emailId', 'password'],
  ),
  AuthenticateResponse: object(
    'A session.',
    { Authorization: text('A bare JWT.'), isMfa: { type: 'boolean', description: 'Always false.' } },
    ['Authorization', 'isMfa'],
  ),
  Issuer: object(
    'An OpenID Connect issuer that people can sign in by.',
    {
      metadata: object('What identifies it.', { name: text('Name.') }, ['name']),
      spec: object(
        'How a sign-in begins: at the authorization endpoint, with PKCE (S256), a state and a nonce.',
        {
          title: text('What to call it.'),
          clientId: text('What the issuer calls the console.'),
          authorizationEndpoint: text('URL to send the browser to.'),
          scopes: list('What to ask for.', { type: 'string' }),
          endSessionEndpoint: text('URL to send the browser to after signing out here, to sign out there too.'),
        },
        ['title', 'clientId', 'authorizationEndpoint', 'scopes'],
      ),
    },
    ['metadata', 'spec'],
  ),
  IssuerList: object('Issuers.', { items: list('Those that answer at present.', ref('Issuer')) }, ['items']),
  IssuerSignIn: object(
    'What came back from a sign-in at an issuer, and what the browser kept to itself.',
    {
      issuer: text('The issuer’s name.', { minLength: 1, maxLength: 1024 }),
      callbackUrl: text('The address that the issuer sent the browser to, with all its parameters.', {
        minLength: 1,
        maxLength: 8192,
      }),
      state: text('The state that was sent.', { minLength: 1, maxLength: 1024 }),
      nonce: text('The nonce that was sent.', { minLength: 1, maxLength: 1024 }),
      codeVerifier: { ...text('The PKCE verifier.', { minLength: 1, maxLength: 1024 }), writeOnly: true },
    },
    ['issuer', 'callbackUrl', 'state', 'nonce', 'codeVerifier'],
  ),
  OwnPasswordChange: object(
    'A new password for the caller.',
    {
      currentPassword: { ...text('The present password.', { minLength: 1, maxLength: 1024 }), writeOnly: true },
      password: password('The new password.'),
    },
    ['currentPassword', 'password'],
  ),
  UidAndName: object('What names a thing.', { uid: text('Uid.'), name: text('Name.') }, ['uid', 'name']),
  ProjectMetadataItem: object('A project’s name.', { metadata: ref('UidAndName') }, ['metadata']),
  ProjectMetadataList: object('The caller’s projects.', { items: list('The projects.', ref('ProjectMetadataItem')) }, [
    'items',
  ]),
  TenantAdmin: object(
    'The first administrator of a tenant.',
    {
      emailId: email('E-mail address.'),
      firstName: text('First name.', { maxLength: 128 }),
      lastName: text('Last name.', { maxLength: 128 }),
      password: password('Password.'),
    },
    ['emailId', 'password'],
  ),
  Tenant: object('A tenant.', { metadata: metadata({ name: name(128) }, ['name']), spec: anyObject('Empty.') }, [
    'metadata',
    'spec',
  ]),
  NewTenant: object(
    'A tenant to make.',
    {
      metadata: metadata({ name: name(128) }, ['name']),
      spec: object('With whom it begins.', { admin: ref('TenantAdmin') }, ['admin']),
    },
    ['metadata', 'spec'],
  ),
  TenantList: listOf('Tenant'),
  TenantCreated: object('A new tenant.', { uid: text('Uid.'), adminUid: text('Uid of its administrator.') }, [
    'uid',
    'adminUid',
  ]),
  UserSpec: object(
    'A user.',
    {
      emailId: email('E-mail address; unique in the tenant.'),
      firstName: text('First name.', { maxLength: 128 }),
      lastName: text('Last name.', { maxLength: 128 }),
      password: password('In requests alone.'),
      disabled: { type: 'boolean', description: 'Whether the user is kept from logging in.' },
      roles: readOnly(list('Names of the roles held at tenant scope.', { type: 'string' })),
    },
    ['emailId'],
  ),
  User: object(
    'A user.',
    {
      metadata: readOnly(metadata({ name: text('First and last name, else the e-mail address.') })),
      spec: ref('UserSpec'),
      status: readOnly(
        object('What is known of the user.', {
          lastLoginTimestamp: dateTime('The last login.'),
          issuer: text('The OpenID Connect issuer that says who he is; absent for a user who was made here.'),
        }),
      ),
    },
    ['spec'],
  ),
  UserList: listOf('User'),
  Session: object(
    'A session of a user: what a login begins.',
    {
      metadata: metadata(),
      spec: object(
        'Whose it is, and where it began.',
        {
          userUid: text('The user.'),
          ip: text('Network address of the login.'),
          userAgent: text('What logged in.'),
          issuer: text('The OpenID Connect issuer that the user signed in by; absent with a password.'),
        },
        ['userUid'],
      ),
      status: object(
        'How it stands.',
        {
          lastUsedTimestamp: dateTime('When it was used last, to the minute.'),
          endTimestamp: dateTime('When it ends by itself.'),
          isCurrent: { type: 'boolean', description: 'Whether this is the session that asks.' },
        },
        ['lastUsedTimestamp', 'endTimestamp', 'isCurrent'],
      ),
    },
    ['metadata', 'spec', 'status'],
  ),
  SessionList: listOf('Session'),
  Project: object(
    'A project.',
    {
      metadata: metadata({ name: name(128), description }, ['name']),
      spec: readOnly(anyObject('Empty.')),
    },
    ['metadata'],
  ),
  ProjectList: listOf('Project'),
  Role: object(
    'A set of permissions.',
    {
      metadata: metadata({ name: name(128) }, ['name']),
      spec: object(
        'What it permits.',
        {
          scope: { type: 'string', enum: ['tenant', 'project'], description: 'Where it can be given.' },
          permissions: list(
            'Permissions, each once. In a role of project scope those that exist in a project: `audit.…` and `clusterprofile.…`.',
            { type: 'string' },
          ),
          builtIn: readOnly({ type: 'boolean', description: 'Made by Trailbook; cannot be changed.' }),
        },
        ['scope', 'permissions'],
      ),
    },
    ['metadata', 'spec'],
  ),
  RoleList: listOf('Role'),
  RoleBinding: object(
    'A role given to a user.',
    {
      metadata: readOnly(metadata()),
      spec: object(
        'Who holds what, where.',
        {
          userUid: uidText('The user.'),
          roleUid: uidText('The role.'),
          projectUid: uidText('The project, which a role of project scope needs and no other has.'),
          issuer: readOnly(text('The OpenID Connect issuer that gave the role, by its claims.')),
        },
        ['userUid', 'roleUid'],
      ),
    },
    ['spec'],
  ),
  RoleBindingList: listOf('RoleBinding'),
  ApiKey: object(
    'An API key. The key itself is shown once, in the answer that makes it.',
    {
      metadata: metadata({ name: name(128) }, ['name']),
      spec: object('Whose it is.', {
        userUid: uidText('The user it speaks for; the caller when absent. It cannot change.'),
        expiry: dateTime('When it ends, which lies ahead; absent: not by itself.'),
        isActive: { type: 'boolean', description: 'Whether it is accepted; `false` revokes it for good.' },
      }),
      status: readOnly(object('How it was used.', { lastUsedTimestamp: dateTime('The last use.') })),
    },
    ['metadata'],
  ),
  ApiKeyList: listOf('ApiKey'),
  ApiKeyCreated: object('A new API key.', { uid: text('Uid.'), apiKey: text('The key, shown this once.') }, [
    'uid',
    'apiKey',
  ]),
  Me: object(
    'The caller.',
    {
      metadata: ref('UidAndName'),
      spec: object(
        'Who he is and what he may do.',
        {
          emailId: text('E-mail address.'),
          firstName: text('First name.'),
          lastName: text('Last name.'),
          actorType: ref('ActorType'),
          tenant: ref('UidAndName'),
          permissions: list('Permissions at tenant scope.', { type: 'string' }),
          projects: list(
            'Projects with the permissions in each.',
            object(
              'A project.',
              { uid: text('Uid.'), name: text('Name.'), permissions: list('Permissions.', { type: 'string' }) },
              ['uid', 'name', 'permissions'],
            ),
          ),
        },
        ['tenant', 'permissions', 'projects'],
      ),
    },
    ['metadata', 'spec'],
  ),
  ClusterProfile: object(
    'A cluster profile.',
    {
      metadata: metadata({ name: name(256), description }, ['name']),
      spec: anyObject('Any JSON object.'),
    },
    ['metadata', 'spec'],
  ),
  ClusterProfileList: listOf('ClusterProfile'),
};
