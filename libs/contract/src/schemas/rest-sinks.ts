import { anyObject, list, object, ref, text, type JsonSchema } from './json-schema';
import { trailDeliverySchemas } from './rest-trail-delivery';

const dateTime = (description: string): JsonSchema => ({ type: 'string', format: 'date-time', description });
const optionalMetadata = ref('ResourceMetadata');

/** Data sinks (compatible with the Palette API) and audit trails. */
export const sinkSchemas: Record<string, JsonSchema> = {
  ResourceMetadata: object('What identifies a resource.', {
    uid: text('Uid.'),
    name: text('Name.'),
    description: text('Description.'),
    creationTimestamp: dateTime('When it was made.'),
    lastModifiedTimestamp: dateTime('When it was changed last.'),
  }),
  CloudWatchSts: object('A role to assume.', { arn: text('The role’s ARN.'), externalId: text('External id.') }),
  CloudWatchPodIdentity: object('A role to assume with the platform’s own identity.', {
    roleArn: text('The role’s ARN.'),
    permissionBoundaryArn: text('Permission boundary.'),
  }),
  CloudWatchCredentials: object('How to get into the AWS account.', {
    credentialType: {
      type: 'string',
      enum: ['secret', 'sts', 'pod-identity'],
      default: 'secret',
      description: 'Which of the following is used.',
    },
    accessKey: text('Access key id.'),
    secretKey: text('Secret key; masked or absent in answers.'),
    secretToken: text('Session token; masked or absent in answers.'),
    partition: {
      type: 'string',
      enum: ['aws', 'aws-us-gov', 'aws-iso', 'aws-iso-b'],
      default: 'aws',
      description: 'Partition of AWS.',
    },
    policyARNs: { type: ['array', 'null'], items: { type: 'string' }, description: 'Kept, not used.' },
    sts: ref('CloudWatchSts'),
    podIdentity: ref('CloudWatchPodIdentity'),
  }),
  CloudWatch: object(
    'A log stream in CloudWatch.',
    {
      group: { type: 'string', pattern: '^[A-Za-z0-9._/#-]{1,512}$', description: 'Log group.' },
      region: text('AWS region.', { minLength: 1 }),
      stream: text('Log stream; made by Trailbook when absent.', { maxLength: 512 }),
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
      metadata: optionalMetadata,
      spec: object('The sinks.', { auditDataSinks: list('The sinks.', ref('DataSink'), { minItems: 1 }) }, [
        'auditDataSinks',
      ]),
    },
    ['spec'],
  ),
  CloudWatchPush: object(
    'Messages to send to CloudWatch at once.',
    {
      payload: list('One CloudWatch event each.', anyObject('The message.')),
      spec: ref('CloudWatch'),
    },
    ['payload', 'spec'],
  ),
  TrailState: {
    type: 'string',
    enum: ['active', 'paused', 'parked'],
    description: 'What the trail does at present; a parked one could not deliver and tries again.',
  },
  TrailCondition: object(
    'How a trail stands.',
    {
      state: ref('TrailState'),
      origin: { type: 'string', enum: ['trails', 'dataSinks'], description: 'Which API it was made by.' },
      stream: text('The stream it writes to.'),
    },
    ['state', 'origin', 'stream'],
  ),
  ...trailDeliverySchemas,
  TrailFilter: object(
    'Which entries a trail delivers: those that meet every list that is given. A list that is absent or empty lets all through. With a filter no notes are delivered, since a note has no kind or project of its own.',
    {
      actionTypes: list('Types of the action.', ref('ActionType'), { maxItems: 7 }),
      resourceKinds: list('Kinds of the resource.', text('Kind.', { minLength: 1, maxLength: 64 }), { maxItems: 50 }),
      projects: list('Uids of projects.', text('Uid.', { minLength: 1, maxLength: 128 }), { maxItems: 50 }),
    },
  ),
  TrailSpec: object(
    'Where a trail delivers to.',
    {
      type: { type: 'string', enum: ['cloudwatch'], description: 'Kind of sink.' },
      cloudWatch: ref('CloudWatch'),
      filter: ref('TrailFilter'),
    },
    ['type', 'cloudWatch'],
  ),
  Trail: object(
    'An audit trail.',
    { metadata: ref('ResourceMetadata'), spec: ref('TrailSpec'), status: ref('TrailCondition') },
    ['metadata', 'spec'],
  ),
  TrailList: object('Trails.', { items: list('The trails.', ref('Trail')), listmeta: ref('ListMeta') }, ['items']),
  TrailTest: object(
    'What became of a test message.',
    { delivered: { type: 'boolean', description: 'Always true.' }, requestId: text('AWS’s id of the request.') },
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
