import { parameter, type Operation } from './operation';
import { auditPaging, count, filters, follow, interval, order, paging, time } from './parameters';

const T = '/v1/tenants/{tenantUid}';
const uid = (name: string, what: string) =>
  parameter(name, `Those of this ${what}.`, { type: 'string', minLength: 1, maxLength: 128 });

const listOf = (schema: string): Operation => ({ answer: { status: 200, schema: `${schema}List` }, query: paging });
const one = (schema: string): Operation => ({ answer: { status: 200, schema } });
const made: Operation = { answer: { status: 201, schema: 'Uid' }, audited: true };
const done: Operation = { answer: { status: 204 }, audited: true };

const commaSeparated = { type: 'string', description: 'RFC 4180 with a header row, UTF-8, CRLF.' };
const jsonLines = { type: 'string', description: 'One `Audit` a line.' };

/** What has the five calls of a collection; `taken` where two of them cannot have one name. */
function collection(path: string, schema: string, { taken }: { taken: boolean }): Record<string, Operation> {
  const refusals = taken ? ([409] as const) : undefined;
  return {
    [`GET ${path}`]: listOf(schema),
    [`POST ${path}`]: { ...made, body: schema, refusals },
    [`GET ${path}/{uid}`]: one(schema),
    [`PUT ${path}/{uid}`]: { ...done, body: schema, refusals },
    [`DELETE ${path}/{uid}`]: done,
  };
}

/** By `METHOD path` of the route table. A route that is not here keeps the gateway from starting. */
export const operations: Readonly<Record<string, Operation>> = {
  'GET /v1/me': one('Me'),
  'PUT /v1/me/password': {
    body: 'OwnPasswordChange',
    answer: { status: 200, schema: 'AuthenticateResponse' },
    audited: true,
    // The caller has no password.
    refusals: [409],
  },
  'GET /v1/me/sessions': listOf('Session'),
  'DELETE /v1/me/sessions': done,
  'DELETE /v1/me/sessions/{uid}': done,
  // The caller is in no session.
  'POST /v1/me/logout': { ...done, refusals: [409] },
  'GET /v1/dashboard/projects/metadata': {
    ...one('ProjectMetadataList'),
    query: [parameter('name', 'The project of this name.', { type: 'string', maxLength: 256 })],
  },
  'GET /v1/users': {
    ...listOf('User'),
    query: [
      ...paging,
      ...['fields', 'filters', 'orderBy'].map((name) => parameter(name, 'Accepted for compatibility.')),
    ],
  },
  'GET /v1/tenants': listOf('Tenant'),
  'POST /v1/tenants': { ...made, body: 'NewTenant', answer: { status: 201, schema: 'TenantCreated' }, refusals: [409] },
  ...collection(`${T}/users`, 'User', { taken: true }),
  // The last Tenant Admin stays.
  [`DELETE ${T}/users/{uid}`]: { ...done, refusals: [409] },
  [`DELETE ${T}/users/{uid}/sessions`]: done,
  [`GET ${T}/sessions`]: { ...listOf('Session'), query: [...paging, uid('userUid', 'user')] },
  [`DELETE ${T}/sessions/{uid}`]: done,
  ...collection(`${T}/roles`, 'Role', { taken: true }),
  // A role that somebody holds stays.
  [`DELETE ${T}/roles/{uid}`]: { ...done, refusals: [409] },
  [`GET ${T}/roleBindings`]: {
    ...listOf('RoleBinding'),
    query: [...paging, uid('userUid', 'user'), uid('roleUid', 'role'), uid('projectUid', 'project')],
  },
  [`POST ${T}/roleBindings`]: { ...made, body: 'RoleBinding', refusals: [409] },
  [`GET ${T}/roleBindings/{uid}`]: one('RoleBinding'),
  // The last Tenant Admin stays.
  [`DELETE ${T}/roleBindings/{uid}`]: { ...done, refusals: [409] },
  ...collection(`${T}/projects`, 'Project', { taken: true }),
  ...collection(`${T}/apiKeys`, 'ApiKey', { taken: false }),
  [`GET ${T}/apiKeys`]: { ...listOf('ApiKey'), query: [...paging, uid('userUid', 'user')] },
  [`POST ${T}/apiKeys`]: { ...made, body: 'ApiKey', answer: { status: 201, schema: 'ApiKeyCreated' } },
  // A revoked key stays revoked.
  [`PUT ${T}/apiKeys/{uid}`]: { ...done, body: 'ApiKey', refusals: [409] },

  'GET /v1/audits': { ...listOf('Audit'), query: [...filters, ...auditPaging, order, count, follow] },
  'GET /v1/audits/export': {
    query: filters,
    answer: {
      status: 200,
      media: { 'text/csv': commaSeparated, 'application/x-ndjson': jsonLines },
      headers: { 'Content-Disposition': 'Name of the file.' },
    },
    // OpenAPI has no parameter Accept: the forms are those of the answer.
    refusals: [406],
  },
  'GET /v1/audits/timeline': { ...one('Timeline'), query: [...filters, interval] },
  'GET /v1/audits/facets': { ...one('Facets'), query: filters },
  'GET /v1/audits/{uid}': one('Audit'),
  'GET /v1/audits/{uid}/sysMsg': one('AuditSysMsg'),
  'GET /v1/audits/{uid}/event': {
    query: [
      parameter(
        'form',
        '`parts`: one JSON object with the value in Base64 and, whatever their size, all attributes, the time of receipt and the Kafka coordinates.',
        { type: 'string', enum: ['parts'] },
      ),
    ],
    answer: {
      status: 200,
      media: { 'application/json': { type: 'object', description: 'The event as received, bytes unchanged.' } },
      headers: {
        'Trailbook-Attributes-Left-Out':
          'How many attributes are left out, since they would make the head too large: 0 but for very large ones. `form=parts` has them in its body.',
        'Trailbook-Content-Mode': '`binary`: the envelope is in `ce-…` headers; `structured`: in the body.',
        'Trailbook-Received-At': 'When it was stored.',
        'Trailbook-Kafka-Cluster': 'Id of the Kafka cluster that it came from.',
        'Trailbook-Kafka-Topic': 'Its topic.',
        'Trailbook-Kafka-Epoch': 'The log that the offset belongs to.',
        'Trailbook-Kafka-Partition': 'Its partition.',
        'Trailbook-Kafka-Offset': 'Its offset.',
      },
    },
  },
  'GET /v1/audits/{uid}/notes': one('AuditNoteList'),
  'PATCH /v1/audits/{uid}/userMsg': { answer: { status: 204 }, body: 'UserMsgUpdate' },

  ...collection('/v1/clusterprofiles', 'ClusterProfile', { taken: true }),

  // There is one configuration or none.
  [`GET ${T}/assets/dataSinks`]: one('DataSinks'),
  [`POST ${T}/assets/dataSinks`]: { ...made, body: 'DataSinks', refusals: [409, 422] },
  [`PUT ${T}/assets/dataSinks`]: { ...done, body: 'DataSinks', refusals: [409, 422] },
  [`DELETE ${T}/assets/dataSinks`]: done,
  'POST /v1/datasinks/cloudwatch': { ...done, body: 'CloudWatchPush', refusals: [422] },
  ...collection(`${T}/auditTrails`, 'Trail', { taken: true }),
  [`GET ${T}/auditTrails`]: one('TrailList'),
  [`POST ${T}/auditTrails`]: { ...made, body: 'Trail', refusals: [409, 422] },
  [`PUT ${T}/auditTrails/{uid}`]: { ...done, body: 'Trail', refusals: [409, 422] },
  // One of the data-sink configuration is removed there.
  [`DELETE ${T}/auditTrails/{uid}`]: { ...done, refusals: [409] },
  [`GET ${T}/auditTrails/defaults`]: {
    ...one('TrailDefaults'),
    query: [
      parameter('group', 'Log group to be in the policies.', { type: 'string', maxLength: 512 }),
      parameter('region', 'Region to be in the policies.', { type: 'string', maxLength: 64 }),
      parameter('roleArn', 'Role to be in the policies.', { type: 'string', maxLength: 2048 }),
    ],
  },
  [`POST ${T}/auditTrails/verify`]: { ...one('Verification'), body: 'TrailTrial' },
  [`POST ${T}/auditTrails/{uid}/pause`]: done,
  [`POST ${T}/auditTrails/{uid}/resume`]: done,
  [`POST ${T}/auditTrails/{uid}/test`]: { ...one('TrailTest'), refusals: [422] },
  [`POST ${T}/auditTrails/{uid}/replay`]: { ...made, body: 'TrailReplayRequest', refusals: [409] },
  [`DELETE ${T}/auditTrails/{uid}/replay`]: done,
  [`GET ${T}/auditTrails/{uid}/status`]: one('TrailStatus'),
  [`GET ${T}/auditTrails/{uid}/reconcile`]: {
    ...one('TrailReconciliation'),
    query: [
      { ...parameter('startTime', 'Begin of the range.', time), required: true },
      { ...parameter('endTime', 'End of the range.', time), required: true },
    ],
  },
};
