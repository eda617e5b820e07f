import { createServer, type Server } from 'node:http';
import { members } from './members';
import { sixPermissions, type AccessKey, type Role } from '../accounts/accounts';
import { AwsError } from '../aws-error';
import { faultKinds } from '../faults/faults';
import { readWhole } from '../http/request';
import { sendJson } from '../http/send-json';
import type { StandIn } from '../stand-in';

export const defaultAccount = '123456789012';
type Body = Record<string, unknown>;
type Handler = (standIn: StandIn, body: Body, query: URLSearchParams) => unknown;

const permissionsOf = (body: Body) =>
  body['permissions'] === undefined ? [...sixPermissions] : members.strings(body, 'permissions');

function putKey(standIn: StandIn, body: Body): unknown {
  const accessKeyId = members.string(body, 'accessKeyId');
  const account = members.optionalString(body, 'account') ?? defaultAccount;
  const key: AccessKey = {
    accessKeyId,
    secretAccessKey: members.string(body, 'secretAccessKey'),
    account,
    principalArn: `arn:aws:iam::${account}:user/${accessKeyId}`,
    permissions: permissionsOf(body),
    disabled: false,
  };
  standIn.accounts.putKey(key);
  return { principalArn: key.principalArn };
}

function putRole(standIn: StandIn, body: Body): unknown {
  const arn = members.string(body, 'arn');
  const role: Role = {
    arn,
    account: arn.split(':')[4] ?? defaultAccount,
    externalId: members.optionalString(body, 'externalId'),
    permissions: permissionsOf(body),
    maxSessionSeconds: members.optionalNumber(body, 'maxSessionSeconds') ?? 43_200,
  };
  standIn.accounts.putRole(role);
  return { arn };
}

function switchKey(disabled: boolean): Handler {
  return (standIn, body) => {
    const id = members.string(body, 'id');
    if (!standIn.accounts.setDisabled(id, disabled))
      throw new AwsError('NotFound', `There is no key or live session of ${id}.`, 404);
    return {};
  };
}

function addFault(standIn: StandIn, body: Body): unknown {
  const kind = faultKinds.find((known) => known === body['kind']);
  if (kind === undefined) throw new AwsError('InvalidRequest', `kind must be one of ${faultKinds.join(', ')}.`);
  standIn.faults.add({
    kind,
    rate: members.optionalNumber(body, 'rate') ?? 1,
    operation: members.optionalString(body, 'operation'),
    group: members.optionalString(body, 'group'),
    accessKeyId: members.optionalString(body, 'accessKeyId'),
    times: members.optionalNumber(body, 'times'),
  });
  return {};
}

const regionOf = (query: URLSearchParams) => query.get('region') ?? 'us-east-1';
const accountOf = (query: URLSearchParams) => query.get('account') ?? defaultAccount;

const handlers: Record<string, Handler> = {
  'PUT /keys': putKey,
  'PUT /roles': putRole,
  'POST /keys/disable': switchKey(true),
  'POST /keys/enable': switchKey(false),
  'POST /sessions/expire': (standIn) => (standIn.accounts.expireSessions(Date.now()), {}),
  'POST /faults': addFault,
  'DELETE /faults': (standIn) => (standIn.faults.clear(), {}),
  'POST /reset': (standIn) => (standIn.reset(), {}),
  'GET /calls': (standIn) => ({ calls: standIn.calls, injected: standIn.faults.injected }),
  'GET /streams': (standIn, _body, query) =>
    standIn.groups.list(accountOf(query), regionOf(query), query.get('group') ?? '').flatMap((group) =>
      [...group.streams.values()].map(({ name, count, bytes }) => ({
        group: group.name,
        stream: name,
        count,
        bytes,
      })),
    ),
  'GET /events': (standIn, _body, query) => {
    const group = standIn.groups.group(accountOf(query), regionOf(query), query.get('group') ?? '');
    return standIn.groups.stream(group, query.get('stream') ?? '').events;
  },
  'POST /events/take': (standIn, _body, query) => {
    const group = standIn.groups.group(accountOf(query), regionOf(query), query.get('group') ?? '');
    return standIn.groups.stream(group, query.get('stream') ?? '').events.splice(0);
  },
  'GET /heads': (standIn) => standIn.heads.list(),
  'DELETE /heads': (standIn) => (standIn.heads.clear(), {}),
  'DELETE /groups': (standIn, _body, query) => ({
    deleted: standIn.groups.delete(accountOf(query), regionOf(query), query.get('group') ?? ''),
  }),
};

/** The control port: keys, roles, faults, and what was called. Never reachable through the AWS port. */
export function controlServer(standIn: StandIn): Server {
  return createServer((incoming, response) => {
    const answer = (status: number, body: unknown) => sendJson(response, status, body);
    readWhole(incoming)
      .then((request) => {
        const url = new URL(request.url, 'http://control');
        const handler = handlers[`${request.method} ${url.pathname}`];
        if (handler === undefined)
          return answer(404, { code: 'NotFound', message: `Known: ${Object.keys(handlers).join(', ')}` });
        return answer(200, handler(standIn, JSON.parse(request.body.toString() || '{}') as Body, url.searchParams));
      })
      .catch((error: unknown) => {
        if (response.headersSent) return void response.destroy();
        const known = error instanceof AwsError ? error : new AwsError('InvalidRequest', String(error));
        return answer(known.status, { code: known.type, message: known.message });
      });
  });
}
