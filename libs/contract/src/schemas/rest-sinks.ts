import { anyObject, dateTime, list, metadata, object, ref, text, type JsonSchema } from './json-schema';
import { trailDeliverySchemas } from './rest-trail-delivery';

const arn = (what: string) => text(what, { maxLength: 2048 });
const trailName = text('Name; one of its own in the tenant.', { minLength: 1, maxLength: 64 });

/** What a credential type needs. */
const neededBy = (type: string, needed: JsonSchema): JsonSchema => ({
  // The default is meant where none is named.
  if: { properties: { credentialType: { const: type } }, ...(type !== 'secret' && { required: ['credentialType'] }) },
  then: needed,
});

/** Data sinks (compatible with the Palette API) and audit trails. */
export const sinkSchemas: Record<string, JsonSchema> = {
  ResourceMetadata: object('What identifies a resource.', {
    uid: text('Uid.'),
    name: text('Name.'),
    description: text('Description.'),
    creationTimestamp: dateTime('When it was made.'),
    lastModifiedTimestamp: dateTime('When it was changed last.'),
  }),
  CloudWatchSts: object('A role to assume.', {
    arn: arn('The role’s ARN.'),
    externalId: {
      type: 'string',
      pattern: '^$|^[A-Za-z0-9_+=,.@:/-]{2,1224}$',
      description: 'External id; the tenant’s own when absent. Refused with a role that another tenant uses.',
    },
  }),
  CloudWatchPodIdentity: object('A role to assume with the platform’s own identity.', {
    roleArn: arn('The role’s ARN.'),
    permissionBoundaryArn: arn('Permission boundary.'),
  }),
  CloudWatchCredentials: {
    ...object('How to get into the AWS account.', {
      credentialType: {
        type: 'string',
        enum: ['secret', 'sts', 'pod-identity'],
        default: 'secret',
        description: 'Which of the following is used.',
      },
      accessKey: { type: 'string', pattern: '^[\\x21-\\x7e]{0,128}$', description: 'Access key id.' },
      secretKey: text(
        'Secret key; masked or absent in answers. In a change, absent or the mask keeps the one that is stored.',
        { maxLength: 512 },
      ),
      secretToken: text('Session token; as the secret key.', { maxLength: 4096 }),
      partition: {
        type: 'string',
        enum: ['aws', 'aws-us-gov', 'aws-iso', 'aws-iso-b'],
        description: 'Partition of AWS; that of the region when absent.',
      },
      policyARNs: {
        type: ['array', 'null'],
        items: { type: 'string', minLength: 1, maxLength: 2048 },
        maxItems: 50,
        description: 'Kept, not used.',
      },
      sts: ref('CloudWatchSts'),
      podIdentity: ref('CloudWatchPodIdentity'),
    }),
    allOf: [
      neededBy('secret', { required: ['accessKey'], properties: { accessKey: { minLength: 1 } } }),
      neededBy('sts', {
        required: ['sts'],
        properties: { sts: { required: ['arn'], properties: { arn: { minLength: 1 } } } },
      }),
      neededBy('pod-identity', {
        required: ['podIdentity'],
        properties: { podIdentity: { required: ['roleArn'], properties: { roleArn: { minLength: 1 } } } },
      }),
    ],
  },
  CloudWatch: object(
    'A log stream in CloudWatch.',
    {
      group: { type: 'string', pattern: '^[A-Za-z0-9._/#-]{1,512}$', description: 'Log group.' },
      region: text('AWS region.', { minLength: 1, maxLength: 64 }),
      stream: {
        type: 'string',
        pattern: '^[^:*]{0,512}$',
        description: 'Log stream, without `:` and `*`; made by Trailbook when absent.',
      },
      credentials: ref('CloudWatchCredentials'),
    },
    ['group', 'region', 'credentials'],
  ),
  DataSink: object(
    'One sink.',
    { type: { type: 'string', enum: ['cloudwatch'], description: 'Kind of sink.' }, cloudWatch: ref('CloudWatch') },
    ['type', 'cloudWatch'],
  ),
  DataSinks: object(
    'A tenant’s data-sink configuration.',
    {
      metadata: metadata({ name: text('Name.', { maxLength: 64 }) }),
      spec: object(
        'The sinks.',
        { auditDataSinks: list('The sinks.', ref('DataSink'), { minItems: 1, maxItems: 20 }) },
        ['auditDataSinks'],
      ),
    },
    ['spec'],
  ),
  CloudWatchPush: object(
    'Messages to send to CloudWatch at once.',
    {
      payload: list(
        'One CloudWatch event each.',
        {
          ...anyObject('The message, with these keys and any others.'),
          properties: {
            refUid: { description: 'A text: its uid.' },
            timestamp: { description: 'A text: when it happened; the present moment where it is no date.' },
          },
        },
        { maxItems: 10_000 },
      ),
      spec: ref('CloudWatch'),
    },
    ['payload', 'spec'],
  ),
  TrailState: {
    type: 'string',
    enum: ['active', 'paused', 'parked'],
    description: 'What the trail does at present; a parked one could not deliver and tries again.',
  },
  TrailCondition: {
    ...object(
      'How a trail stands.',
      {
        state: ref('TrailState'),
        origin: { type: 'string', enum: ['trails', 'dataSinks'], description: 'Which API it was made by.' },
        stream: text('The CloudWatch stream it writes to.'),
      },
      ['state', 'origin'],
    ),
    readOnly: true,
  },
  ...trailDeliverySchemas,
  TrailFilter: object(
    'Which entries a trail delivers: those that meet every list that is given. A list that is absent or empty lets all through. With a filter no notes are delivered, since a note has no kind or project of its own.',
    {
      actionTypes: list('Types of the action.', ref('ActionType'), { maxItems: 7 }),
      resourceKinds: list('Kinds of the resource.', text('Kind.', { minLength: 1, maxLength: 64 }), { maxItems: 50 }),
      projects: list('Uids of projects.', text('Uid.', { minLength: 1, maxLength: 128 }), { maxItems: 50 }),
    },
  ),
  Splunk: object(
    'A Splunk HTTP Event Collector.',
    {
      url: {
        type: 'string',
        pattern: '^https?://[^/?#@]+/?$',
        maxLength: 512,
        description:
          'Its address, `https://HOST:PORT`. Internal addresses, and `http`, only where the operator allows them.',
      },
      token: text(
        'Token; masked in answers. In a change, absent or the mask keeps the one that is stored, unless the address changes.',
        { maxLength: 256 },
      ),
      index: text('Index, where the token’s default isn’t meant.', { maxLength: 80 }),
      source: text('Source, where the token’s default isn’t meant.', { maxLength: 256 }),
      sourcetype: text('Source type, where the token’s default isn’t meant.', { maxLength: 256 }),
    },
    ['url'],
  ),
  TrailSpec: {
    ...object('Where a trail delivers to.', {
      type: {
        type: 'string',
        enum: ['cloudwatch', 'splunk'],
        default: 'cloudwatch',
        description: 'Kind of sink. It can’t be changed later.',
      },
      cloudWatch: ref('CloudWatch'),
      splunk: ref('Splunk'),
      filter: ref('TrailFilter'),
    }),
    allOf: [
      { if: { properties: { type: { const: 'cloudwatch' } } }, then: { required: ['cloudWatch'] } },
      { if: { properties: { type: { const: 'splunk' } }, required: ['type'] }, then: { required: ['splunk'] } },
    ],
  },
  Trail: object(
    'An audit trail.',
    {
      metadata: metadata({ name: trailName }, ['name']),
      spec: ref('TrailSpec'),
      status: ref('TrailCondition'),
    },
    ['metadata', 'spec'],
  ),
  TrailTrial: object(
    'An audit trail to try without saving it.',
    {
      metadata: object('Optional.', {
        uid: text('Uid of a trail whose stored secrets stand where this has none.', { maxLength: 64 }),
        name: text('Name.', { maxLength: 64 }),
      }),
      spec: ref('TrailSpec'),
    },
    ['spec'],
  ),
  TrailList: object('Trails.', { items: list('The trails.', ref('Trail')), listmeta: ref('ListMeta') }, ['items']),
  TrailTest: object(
    'What became of a test message.',
    {
      delivered: { type: 'boolean', description: 'Always true.' },
      requestId: text('The sink’s id of the request, where it gives one: AWS does.'),
    },
    ['delivered'],
  ),
  VerificationStep: object(
    'One step of a verification.',
    {
      name: text('The step.'),
      status: { type: 'string', enum: ['ok', 'warning', 'failed', 'skipped'], description: 'How it went.' },
      message: text('What was found, or AWS’s own message.'),
      code: text('AWS’s code, when it gave one.'),
      advice: text('What to do about it.'),
    },
    ['name', 'status', 'message'],
  ),
  Verification: object(
    'How a verification went, step by step.',
    { ok: { type: 'boolean', description: 'None failed.' }, steps: list('The steps.', ref('VerificationStep')) },
    ['ok', 'steps'],
  ),
  TrailDefaults: object(
    'What a trail’s AWS side needs.',
    {
      externalId: text('The tenant’s external id, made with the tenant and never changed.'),
      principalArn: { type: ['string', 'null'], description: 'Trailbook’s own principal; null where it has none.' },
      permissions: list('The permissions on the log group, and no others.', { type: 'string' }),
      policies: object(
        'Policies to paste.',
        {
          permissions: anyObject('The permissions policy.'),
          trust: { type: ['object', 'null'], additionalProperties: true, description: 'The role’s trust policy.' },
        },
        ['permissions', 'trust'],
      ),
    },
    ['externalId', 'principalArn', 'permissions', 'policies'],
  ),
};
