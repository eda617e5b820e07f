import { anyObject, list, object, ref, text, type JsonSchema } from './json-schema';

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
    enum: ['active', 'paused', 'failing', 'catching-up'],
    description: 'What the trail does at present.',
  },
  TrailStatus: object(
    'How a trail’s delivery stands.',
    {
      state: ref('TrailState'),
      delivered: { type: 'integer', minimum: 0, description: 'Messages delivered since it was made.' },
      lag: { type: 'integer', minimum: 0, description: 'Entries not delivered yet.' },
      lastDeliveredTimestamp: dateTime('When it delivered last.'),
      lastError: object(
        'Why it is parked.',
        { code: text('Code.'), message: text('For people.'), timestamp: dateTime('When.') },
        ['code', 'message', 'timestamp'],
      ),
    },
    ['state'],
  ),
  TrailSpec: object(
    'Where a trail delivers to.',
    {
      type: { type: 'string', enum: ['cloudwatch'], description: 'Kind of sink.' },
      cloudWatch: ref('CloudWatch'),
      origin: {
        type: 'string',
        enum: ['trails', 'dataSinks'],
        readOnly: true,
        description: 'Which API it was made by.',
      },
      paused: { type: 'boolean', readOnly: true, description: 'Whether it is paused.' },
    },
    ['type', 'cloudWatch'],
  ),
  Trail: object(
    'An audit trail.',
    { metadata: ref('ResourceMetadata'), spec: ref('TrailSpec'), status: ref('TrailStatus') },
    ['metadata', 'spec'],
  ),
  TrailList: object('Trails.', { items: list('The trails.', ref('Trail')), listmeta: ref('ListMeta') }, ['items']),
  VerificationStep: object(
    'One step of a verification.',
    {
      name: text('The step.'),
      outcome: { type: 'string', enum: ['passed', 'failed', 'skipped'], description: 'How it went.' },
      code: text('AWS’s code, when it failed.'),
      message: text('For people.'),
    },
    ['name', 'outcome'],
  ),
  Verification: object(
    'How a verification went, step by step.',
    { verified: { type: 'boolean', description: 'All passed.' }, steps: list('The steps.', ref('VerificationStep')) },
    ['verified', 'steps'],
  ),
  TrailDefaults: object(
    'What a trail’s AWS side needs.',
    {
      externalId: text('The tenant’s external id.'),
      principalArn: text('Trailbook’s own principal.'),
      trustPolicy: anyObject('Trust policy of the role, to paste.'),
      permissionsPolicy: anyObject('Permissions policy, to paste.'),
    },
    ['externalId', 'principalArn'],
  ),
};
