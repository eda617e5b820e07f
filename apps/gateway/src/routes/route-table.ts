import type { Route } from './route';

type Row = [
  method: Route['method'],
  path: string,
  service: Route['service'],
  needs: Route['needs'],
  summary: string,
  streams?: 'streams',
];

const T = '/v1/tenants/{tenantUid}';
const users = `${T}/users`;
const roles = `${T}/roles`;
const bindings = `${T}/roleBindings`;
const projects = `${T}/projects`;
const keys = `${T}/apiKeys`;
const sinks = `${T}/assets/dataSinks`;
const trails = `${T}/auditTrails`;
const profiles = '/v1/clusterprofiles';

// prettier-ignore
const rows: Row[] = [
  ['GET', '/v1/me', 'identity', 'caller', 'Who is calling, with his scopes and permissions'],
  ['PUT', '/v1/me/password', 'identity', 'caller', 'Set a new password for the caller; his other sessions end'],
  ['GET', '/v1/me/sessions', 'identity', 'caller', 'The caller’s sessions'],
  ['DELETE', '/v1/me/sessions', 'identity', 'caller', 'End all of the caller’s sessions but this one'],
  ['DELETE', '/v1/me/sessions/{uid}', 'identity', 'caller', 'End one of the caller’s sessions'],
  ['POST', '/v1/me/logout', 'identity', 'caller', 'Log out: the session ends'],
  ['GET', '/v1/dashboard/projects/metadata', 'identity', 'caller', 'The projects of the caller'],
  ['GET', '/v1/users', 'identity', 'user.list', 'The users of the caller’s tenant'],
  ['GET', '/v1/tenants', 'identity', 'tenant.list', 'All tenants, for the operator'],
  ['POST', '/v1/tenants', 'identity', 'tenant.create', 'Make a tenant with its first administrator, for the operator'],

  ['GET', users, 'identity', 'user.list', 'Users'],
  ['POST', users, 'identity', 'user.create', 'Make a user'],
  ['GET', `${users}/{uid}`, 'identity', 'user.get', 'One user'],
  ['PUT', `${users}/{uid}`, 'identity', 'user.update', 'Change a user'],
  ['DELETE', `${users}/{uid}`, 'identity', 'user.delete', 'Remove a user'],
  ['DELETE', `${users}/{uid}/sessions`, 'identity', 'user.update', 'End all sessions of a user'],
  ['GET', `${T}/sessions`, 'identity', 'user.list', 'Sessions of users'],
  ['DELETE', `${T}/sessions/{uid}`, 'identity', 'user.update', 'End a session'],
  ['GET', roles, 'identity', 'role.list', 'Roles, built-in ones included'],
  ['POST', roles, 'identity', 'role.create', 'Make a role of some permissions'],
  ['GET', `${roles}/{uid}`, 'identity', 'role.get', 'One role'],
  ['PUT', `${roles}/{uid}`, 'identity', 'role.update', 'Change a role'],
  ['DELETE', `${roles}/{uid}`, 'identity', 'role.delete', 'Remove a role'],
  ['GET', bindings, 'identity', 'role.list', 'Who holds which role where'],
  ['POST', bindings, 'identity', 'role.bind', 'Give a user a role'],
  ['GET', `${bindings}/{uid}`, 'identity', 'role.get', 'One role binding'],
  ['DELETE', `${bindings}/{uid}`, 'identity', 'role.bind', 'Take a role from a user'],
  ['GET', projects, 'identity', 'project.list', 'Projects'],
  ['POST', projects, 'identity', 'project.create', 'Make a project'],
  ['GET', `${projects}/{uid}`, 'identity', 'project.get', 'One project'],
  ['PUT', `${projects}/{uid}`, 'identity', 'project.update', 'Change a project'],
  ['DELETE', `${projects}/{uid}`, 'identity', 'project.delete', 'Remove a project'],
  ['GET', keys, 'identity', 'apikey.list', 'API keys'],
  ['POST', keys, 'identity', 'apikey.create', 'Make an API key; its secret is shown once'],
  ['GET', `${keys}/{uid}`, 'identity', 'apikey.get', 'One API key, without its secret'],
  ['PUT', `${keys}/{uid}`, 'identity', 'apikey.update', 'Change an API key'],
  ['DELETE', `${keys}/{uid}`, 'identity', 'apikey.delete', 'Revoke an API key'],

  ['GET', '/v1/audits', 'query', 'audit.list', 'Entries of the log, newest first'],
  ['GET', '/v1/audits/export', 'query', 'audit.export', 'Download entries as CSV or NDJSON', 'streams'],
  ['GET', '/v1/audits/timeline', 'query', 'audit.list', 'Counts of entries by hour or day'],
  ['GET', '/v1/audits/facets', 'query', 'audit.list', 'Kinds, actions and actors that occur'],
  ['GET', '/v1/audits/{uid}', 'query', 'audit.get', 'One entry'],
  ['GET', '/v1/audits/{uid}/sysMsg', 'query', 'audit.get', 'The messages of an entry'],
  ['GET', '/v1/audits/{uid}/event', 'query', 'audit.get', 'The event of an entry, as received'],
  ['GET', '/v1/audits/{uid}/notes', 'query', 'audit.get', 'The notes of an entry, newest first'],
  // The entry's own actor needs no `audit.note`: who else does is for the service to judge, which knows the actor.
  ['PATCH', '/v1/audits/{uid}/userMsg', 'query', 'audit.get', 'Put a note on an entry'],

  ['GET', profiles, 'cluster-profiles', 'clusterprofile.list', 'Cluster profiles'],
  ['POST', profiles, 'cluster-profiles', 'clusterprofile.create', 'Make a cluster profile'],
  ['GET', `${profiles}/{uid}`, 'cluster-profiles', 'clusterprofile.get', 'One cluster profile'],
  ['PUT', `${profiles}/{uid}`, 'cluster-profiles', 'clusterprofile.update', 'Change a cluster profile'],
  ['DELETE', `${profiles}/{uid}`, 'cluster-profiles', 'clusterprofile.delete', 'Remove a cluster profile'],

  ['GET', sinks, 'trail-sink', 'trail.get', 'The data-sink configuration'],
  ['POST', sinks, 'trail-sink', 'trail.create', 'Make the data-sink configuration'],
  ['PUT', sinks, 'trail-sink', 'trail.update', 'Change the data-sink configuration'],
  ['DELETE', sinks, 'trail-sink', 'trail.delete', 'Remove the data-sink configuration'],
  ['POST', '/v1/datasinks/cloudwatch', 'trail-sink', 'trail.create', 'Send messages to CloudWatch at once'],
  ['GET', trails, 'trail-sink', 'trail.list', 'Audit trails'],
  ['POST', trails, 'trail-sink', 'trail.create', 'Make an audit trail, verified against AWS first'],
  ['GET', `${trails}/defaults`, 'trail-sink', 'trail.get', 'External id, principal and policies for a trail'],
  ['POST', `${trails}/verify`, 'trail-sink', 'trail.create', 'Verify a trail without saving it'],
  ['GET', `${trails}/{uid}`, 'trail-sink', 'trail.get', 'One audit trail'],
  ['PUT', `${trails}/{uid}`, 'trail-sink', 'trail.update', 'Change an audit trail, verified first'],
  ['DELETE', `${trails}/{uid}`, 'trail-sink', 'trail.delete', 'Remove an audit trail'],
  ['POST', `${trails}/{uid}/pause`, 'trail-sink', 'trail.update', 'Stop delivering for now'],
  ['POST', `${trails}/{uid}/resume`, 'trail-sink', 'trail.update', 'Deliver again, what was missed first'],
  ['POST', `${trails}/{uid}/test`, 'trail-sink', 'trail.update', 'Deliver a test message'],
  ['POST', `${trails}/{uid}/replay`, 'trail-sink', 'trail.update', 'Deliver a range of entries again'],
  ['DELETE', `${trails}/{uid}/replay`, 'trail-sink', 'trail.update', 'Stop delivering a range again'],
  ['GET', `${trails}/{uid}/status`, 'trail-sink', 'trail.get', 'How delivery stands'],
  ['GET', `${trails}/{uid}/reconcile`, 'trail-sink', 'trail.get', 'What the log holds and was not delivered'],
];

/** Every call that needs credentials. What is not here does not exist for the outside, `/internal` least of all. */
export const routeTable: readonly Route[] = rows.map(([method, path, service, needs, summary, streams]) => ({
  method,
  path,
  service,
  needs,
  summary,
  ...(streams && { streams: true }),
}));
