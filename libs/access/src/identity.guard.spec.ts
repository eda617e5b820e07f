import { generateKeyPairSync } from 'node:crypto';
import { Logger, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Caller } from './caller';
import { Authenticated, callerOf, Internal, Public, RequirePermission } from './decorators';
import { IdentityGuard } from './identity.guard';
import { createIdentitySigner, gatewayItself, type Identity } from './internal-identity';
import type { Permission } from './permission';

class Controller {
  @RequirePermission('audit.list')
  permission() {}
  @RequirePermission('audit.note', 'audit.get')
  anyOf() {}
  @Authenticated()
  authenticated() {}
  @Internal()
  internal() {}
  @Public()
  open() {}
  undeclared() {}
}
type Handler = keyof Controller;

const keys = generateKeyPairSync('ed25519', {
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
const sign = createIdentitySigner(keys.privateKey, 'k1');
const guard = new IdentityGuard({ audience: 'query', publicKeys: { k1: keys.publicKey } }, new Reflector());
const callerWith = (...permissions: Permission[]): Caller => ({
  tenantUid: 't1',
  scope: 'tenant',
  userUid: 'u1',
  emailId: 'a@b',
  permissions,
  actorType: 'user',
  requestId: 'r1',
});

function request(identity?: Identity, audience = 'query', path = '/v1/audits') {
  const headers = identity && { 'x-trailbook-identity': sign(identity, { audience, method: 'GET', path }) };
  return { id: 'r2', method: 'GET', headers: headers ?? {}, raw: { url: '/v1/audits?limit=1' } };
}

function ask(handler: Handler, incoming: object): 'in' | number {
  const context = {
    getType: () => 'http',
    getHandler: () => Controller.prototype[handler],
    getClass: () => Controller,
    switchToHttp: () => ({ getRequest: () => incoming }),
  } as unknown as ExecutionContext;
  try {
    return guard.canActivate(context) ? 'in' : 403;
  } catch (error) {
    return (error as { getStatus(): number }).getStatus();
  }
}

describe('the guard', () => {
  beforeAll(() => void Logger.overrideLogger(false));

  const reader = callerWith('audit.list', 'audit.get');
  const nobody = callerWith();

  it.each<[Handler, string, 'in' | number, object]>([
    ['permission', 'a caller who has it', 'in', request(reader)],
    ['permission', 'a caller who has another', 403, request(callerWith('audit.get'))],
    ['permission', 'the gateway itself', 403, request(gatewayItself)],
    ['permission', 'nobody', 401, request()],
    ['permission', 'an identity for another service', 401, request(reader, 'identity')],
    ['permission', 'an identity for another path', 401, request(reader, 'query', '/v1/audits/1')],
    ['permission', 'a forged identity', 401, { ...request(), headers: { 'x-trailbook-identity': 'a.b.c' } }],
    ['permission', 'two identities', 401, { ...request(), headers: { 'x-trailbook-identity': ['a', 'b'] } }],
    ['anyOf', 'a caller with one of them', 'in', request(reader)],
    ['anyOf', 'a caller with none', 403, request(nobody)],
    ['authenticated', 'any caller', 'in', request(nobody)],
    ['authenticated', 'the gateway itself', 403, request(gatewayItself)],
    ['authenticated', 'nobody', 401, request()],
    ['internal', 'the gateway itself', 'in', request(gatewayItself)],
    ['internal', 'a caller', 403, request(reader)],
    ['internal', 'nobody', 401, request()],
    ['open', 'nobody', 'in', request()],
    ['undeclared', 'a caller', 403, request(reader)],
    ['undeclared', 'the gateway itself', 403, request(gatewayItself)],
    ['undeclared', 'nobody', 403, request()],
  ])('on a handler that is %s, %s: %s', (handler, _who, outcome, incoming) => {
    expect(ask(handler, incoming)).toBe(outcome);
  });

  it('hands the caller to the handler, with the id of this very request', () => {
    const incoming = request(reader);
    ask('permission', incoming);
    expect(callerOf(incoming)).toEqual({ ...reader, requestId: 'r2' });
  });
});
