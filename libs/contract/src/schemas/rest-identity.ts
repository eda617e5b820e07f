import { anyObject, list, object, ref, text, type JsonSchema } from './json-schema';

const dateTime = (description: string): JsonSchema => ({ type: 'string', format: 'date-time', description });
const listOf = (name: string): JsonSchema =>
  object('A page of them.', { items: list('The items.', ref(name)), listmeta: ref('ListMeta') }, ['items']);

/** Who may log in, and what they may do; and the example resource. */
export const identitySchemas: Record<string, JsonSchema> = {
  AuthenticateRequest: object(
    'A login.',
    {
      emailId: text('E-mail address.', { minLength: 1 }),
      password: text('Password.', { minLength: 1 }),
      org: text('Tenant.'),
    },
    ['emailId', 'password'],
  ),
  AuthenticateResponse: object(
    'A session.',
    { Authorization: text('A bare JWT.'), isMfa: { type: 'boolean', description: 'Always false.' } },
    ['Authorization', 'isMfa'],
  ),
  UidAndName: object('What names a thing.', { uid: text('Uid.'), name: text('Name.') }, ['uid', 'name']),
  ProjectMetadataItem: object('A project’s name.', { metadata: ref('UidAndName') }, ['metadata']),
  ProjectMetadataList: object('The caller’s projects.', { items: list('The projects.', ref('ProjectMetadataItem')) }, [
    'items',
  ]),
  TenantAdmin: object(
    'The first administrator of a tenant.',
    {
      emailId: text('E-mail address.'),
      firstName: text('First name.', { maxLength: 128 }),
      lastName: text('Last name.', { maxLength: 128 }),
      password: { ...text('Password.', { minLength: 8, maxLength: 256 }), writeOnly: true },
    },
    ['emailId', 'password'],
  ),
  Tenant: object(
    'A tenant.',
    {
      metadata: ref('ResourceMetadata'),
      spec: object('In requests alone.', { admin: ref('TenantAdmin') }),
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
      emailId: text('E-mail address; unique in the tenant.'),
      firstName: text('First name.', { maxLength: 128 }),
      lastName: text('Last name.', { maxLength: 128 }),
      password: { ...text('In requests alone.', { minLength: 8, maxLength: 256 }), writeOnly: true },
      disabled: { type: 'boolean', description: 'Whether the user is kept from logging in.' },
      roles: { ...list('Names of the roles held at tenant scope.', { type: 'string' }), readOnly: true },
    },
    ['emailId'],
  ),
  User: object(
    'A user.',
    {
      metadata: ref('ResourceMetadata'),
      spec: ref('UserSpec'),
      status: object('What the user did.', { lastLoginTimestamp: dateTime('The last login.') }),
    },
    ['spec'],
  ),
  UserList: listOf('User'),
  Project: object('A project.', { metadata: ref('ResourceMetadata'), spec: anyObject('Empty.') }, ['metadata']),
  ProjectList: listOf('Project'),
  Role: object(
    'A set of permissions.',
    {
      metadata: ref('ResourceMetadata'),
      spec: object(
        'What it permits.',
        {
          scope: { type: 'string', enum: ['tenant', 'project'], description: 'Where it can be given.' },
          permissions: list('Permissions.', { type: 'string' }),
          builtIn: { type: 'boolean', description: 'Made by Trailbook; cannot be changed.' },
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
      metadata: ref('ResourceMetadata'),
      spec: object(
        'Who holds what, where.',
        {
          userUid: text('The user.'),
          roleUid: text('The role.'),
          projectUid: text('The project; absent at tenant scope.'),
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
      metadata: ref('ResourceMetadata'),
      spec: object('Whose it is.', {
        userUid: text('The user it speaks for.'),
        expiry: dateTime('When it ends.'),
        isActive: { type: 'boolean', description: 'Whether it is accepted; `false` revokes it for good.' },
      }),
      status: object('How it was used.', { lastUsedTimestamp: dateTime('The last use.') }),
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
      metadata: object(
        'What identifies it.',
        {
          uid: text('Uid.'),
          name: text('Name.', { minLength: 1, maxLength: 256 }),
          description: text('Description.', { maxLength: 1024 }),
          creationTimestamp: dateTime('When it was made.'),
          lastModifiedTimestamp: dateTime('When it was changed last.'),
        },
        ['name'],
      ),
      spec: anyObject('Any JSON object.'),
    },
    ['metadata', 'spec'],
  ),
  ClusterProfileList: listOf('ClusterProfile'),
};
