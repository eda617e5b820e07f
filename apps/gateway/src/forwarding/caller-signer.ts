import { createIdentitySigner, type IdentitySigner, type Principal, type SignedCaller } from '@trailbook/access';
import type { FastifyRequest } from 'fastify';
import type { GatewayConfig } from '../gateway.config';
import type { Judgement } from '../routes/judge';
import type { Route } from '../routes/route';

/** Different calls of one caller whose signatures are kept at a time. */
const maxKept = 64;

/** Signs who is calling, for the service, method and path of the call. */
export class CallerSigner {
  private readonly sign: IdentitySigner;
  /** Gone with the principal, so within seconds: a signature is valid for a minute. */
  private readonly kept = new WeakMap<Principal, Map<string, string>>();

  constructor(config: GatewayConfig) {
    this.sign = createIdentitySigner(config.INTERNAL_SIGNING_KEY, config.INTERNAL_SIGNING_KEY_ID);
  }

  /** Signing costs more than most of what the gateway does: lists that are asked for again share a signature. */
  signed(route: Route, principal: Principal, judgement: Judgement, request: FastifyRequest): string {
    const url = request.raw.url ?? '/';
    const path = url.split('?', 1)[0] ?? url;
    const caller = callerOf(principal, judgement, request);
    const binding = { audience: route.service, method: route.method, path };
    if (route.path.endsWith('{uid}')) return this.sign(caller, binding);
    const call = JSON.stringify([binding, caller.projectUid, caller.ip, caller.userAgent]);
    let tokens = this.kept.get(principal);
    if (!tokens || tokens.size >= maxKept) this.kept.set(principal, (tokens = new Map<string, string>()));
    let token = tokens.get(call);
    if (!token) tokens.set(call, (token = this.sign(caller, binding)));
    return token;
  }
}

function callerOf(principal: Principal, judgement: Judgement, request: FastifyRequest): SignedCaller {
  const { tenantUid, userUid, emailId, firstName, lastName, actorType, operator, sessionUid } = principal;
  return {
    tenantUid,
    ...judgement,
    userUid,
    emailId,
    firstName,
    lastName,
    org: principal.tenantName,
    actorType,
    ip: request.ip,
    userAgent: request.headers['user-agent']?.slice(0, 512),
    ...(operator && { operator }),
    ...(sessionUid && { sessionUid }),
  };
}
