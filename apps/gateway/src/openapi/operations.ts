import { actionTypes, actorTypes, type JsonSchema } from '@trailbook/contract';

export interface QueryParameter {
  name: string;
  description: string;
  schema: JsonSchema;
}

/** What a call takes and answers, beyond what the route table says. Schemas are named as in the contract. */
export interface Operation {
  query?: readonly QueryParameter[];
  body?: string;
  status?: number;
  answer?: string;
  /** Content type → what it is, for answers that are not JSON. */
  answerTypes?: Record<string, string>;
  /** Answers with header AuditUid: the entry that the change itself makes in the log. */
  audited?: true;
  /** Statuses of refusals, beyond those that every call has. */
  refusals?: readonly number[];
}

const query = (name: string, description: string, schema: JsonSchema = { type: 'string' }): QueryParameter => ({
  name,
  description,
  schema,
});
const several = (values: readonly string[]): JsonSchema => ({ type: 'array', items: { type: 'string', enum: values } });
const texts: JsonSchema = { type: 'array', items: { type: 'string' } };
const time: JsonSchema = { type: 'string', format: 'date-time' };

const filters = [
  query('startTime', 'Entries at this time or later.', time),
  query('endTime', 'Entries at this time or earlier.', time),
  query('receivedSince', 'Entries stored at this time or later.', time),
  query('userUid', 'Uid of the acting user.', texts),
  query('projectUid', 'Uid of the project; in project scope it cannot widen the scope.', texts),
  query('tenantUid', 'The caller’s tenant; another has no entries.'),
  query('resourceKind', 'Kind of the resource.', texts),
  query('resourceUid', 'Uid of the resource.', texts),
  query('actionType', 'Type of the action; several also separated by commas.', several(actionTypes)),
  query('actorType', 'Type of the actor.', several(actorTypes)),
  query('search', 'Text in the resource’s name, the message or the note.'),
];
const paging = [
  query('limit', 'Entries in a page; 0 and more than 50 are 50.', { type: 'integer', minimum: 0, default: 50 }),
  query('offset', 'Index of the first entry.', { type: 'integer', minimum: 0 }),
  query('continue', 'Token of the previous page; together with the same filters.'),
];
const order = query(
  'order',
  '`asc`: in order of arrival, and the last page has a token, `next`, that waits for newer entries.',
  {
    type: 'string',
    enum: ['asc', 'desc'],
  },
);

const T = '/v1/tenants/{tenantUid}';

const listOf = (schema: string): Operation => ({ answer: `${schema}List`, query: paging, refusals: [400] });
const made: Operation = { status: 201, answer: 'Uid', audited: true, refusals: [400, 409, 413, 415] };
const changed: Operation = { status: 204, audited: true, refusals: [400, 404, 409, 413, 415] };
const removed: Operation = { status: 204, audited: true, refusals: [404, 409] };
const one = (schema: string): Operation => ({ answer: schema, refusals: [404] });

function collection(path: string, schema: string): Record<string, Operation> {
  return {
    [`GET ${path}`]: listOf(schema),
    [`POST ${path}`]: { ...made, body: schema },
    [`GET ${path}/{uid}`]: one(schema),
    [`PUT ${path}/{uid}`]: { ...changed, body: schema },
    [`DELETE ${path}/{uid}`]: removed,
  };
}

/** By `METHOD path` of the route table. */
export const operations: Readonly<Record<string, Operation>> = {
  'GET /v1/me': { answer: 'Me' },
  'GET /v1/dashboard/projects/metadata': { answer: 'ProjectMetadataList', query: [query('name', 'Name.')] },
  'GET /v1/users': {
    answer: 'UserList',
    query: [...paging, ...['fields', 'filters', 'orderBy'].map((name) => query(name, 'Accepted for compatibility.'))],
    refusals: [400],
  },
  'GET /v1/tenants': { query: paging, refusals: [400] },
  'POST /v1/tenants': { ...made, body: undefined },
  ...collection(`${T}/users`, 'User'),
  ...collection(`${T}/roles`, 'Role'),
  [`GET ${T}/roleBindings`]: listOf('RoleBinding'),
  [`POST ${T}/roleBindings`]: { ...made, body: 'RoleBinding' },
  [`GET ${T}/roleBindings/{uid}`]: one('RoleBinding'),
  [`DELETE ${T}/roleBindings/{uid}`]: removed,
  ...collection(`${T}/projects`, 'Project'),
  ...collection(`${T}/apiKeys`, 'ApiKey'),
  [`POST ${T}/apiKeys`]: { ...made, body: 'ApiKey', answer: 'ApiKeyCreated' },

  'GET /v1/audits': { answer: 'AuditList', query: [...filters, ...paging, order], refusals: [400] },
  'GET /v1/audits/export': {
    query: filters,
    answerTypes: { 'text/csv': 'RFC 4180 with a header row', 'application/x-ndjson': 'one Audit a line' },
    refusals: [400, 406],
  },
  'GET /v1/audits/timeline': {
    answer: 'Timeline',
    query: [...filters, query('interval', 'Length of a bucket.', { type: 'string', enum: ['hour', 'day'] })],
    refusals: [400],
  },
  'GET /v1/audits/facets': { answer: 'Facets', query: filters, refusals: [400] },
  'GET /v1/audits/{uid}': one('Audit'),
  'GET /v1/audits/{uid}/sysMsg': one('AuditSysMsg'),
  'GET /v1/audits/{uid}/event': {
    answerTypes: { 'application/json': 'the event as received, bytes unchanged' },
    refusals: [404],
  },
  'GET /v1/audits/{uid}/notes': one('AuditNoteList'),
  'PATCH /v1/audits/{uid}/userMsg': { ...changed, audited: undefined, body: 'UserMsgUpdate' },

  ...collection('/v1/clusterprofiles', 'ClusterProfile'),

  [`GET ${T}/assets/dataSinks`]: one('DataSinks'),
  [`POST ${T}/assets/dataSinks`]: { ...made, body: 'DataSinks', refusals: [400, 409, 413, 415, 422] },
  [`PUT ${T}/assets/dataSinks`]: { ...changed, body: 'DataSinks', refusals: [400, 404, 413, 415, 422] },
  [`DELETE ${T}/assets/dataSinks`]: removed,
  'POST /v1/datasinks/cloudwatch': {
    status: 204,
    body: 'CloudWatchPush',
    audited: true,
    refusals: [400, 413, 415, 422],
  },
  ...collection(`${T}/auditTrails`, 'Trail'),
  [`POST ${T}/auditTrails`]: { ...made, body: 'Trail', refusals: [400, 409, 413, 415, 422] },
  [`PUT ${T}/auditTrails/{uid}`]: { ...changed, body: 'Trail', refusals: [400, 404, 413, 415, 422] },
  [`GET ${T}/auditTrails/defaults`]: {
    answer: 'TrailDefaults',
    query: [query('group', 'Log group.'), query('region', 'Region.'), query('roleArn', 'Role to assume.')],
    refusals: [400],
  },
  [`POST ${T}/auditTrails/verify`]: { body: 'Trail', answer: 'Verification', refusals: [400, 413, 415] },
  [`POST ${T}/auditTrails/{uid}/pause`]: { status: 204, audited: true, refusals: [404, 409] },
  [`POST ${T}/auditTrails/{uid}/resume`]: { status: 204, audited: true, refusals: [404, 409] },
  [`POST ${T}/auditTrails/{uid}/test`]: { answer: 'TrailTest', refusals: [404, 409, 422] },
  [`POST ${T}/auditTrails/{uid}/replay`]: {
    ...made,
    body: 'TrailReplayRequest',
    refusals: [400, 404, 409, 413, 415],
  },
  [`DELETE ${T}/auditTrails/{uid}/replay`]: removed,
  [`GET ${T}/auditTrails/{uid}/status`]: one('TrailStatus'),
  [`GET ${T}/auditTrails/{uid}/reconcile`]: {
    answer: 'TrailReconciliation',
    query: [query('startTime', 'Begin of the range.', time), query('endTime', 'End of the range.', time)],
    refusals: [400, 404],
  },
};
