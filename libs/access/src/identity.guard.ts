import {
  ForbiddenException,
  Inject,
  Injectable,
  Logger,
  UnauthorizedException,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { accessKey, rememberCaller, type AccessRule } from './decorators';
import {
  createIdentityVerifier,
  gatewayItself,
  IdentityError,
  identityHeader,
  type Identity,
  type IdentityVerifier,
} from './internal-identity';

export interface AccessOptions {
  /** Name of this service: identities for another one are refused. */
  audience: string;
  /** kid → SPKI PEM of the gateway's keys. */
  publicKeys: Record<string, string>;
}

export const ACCESS_OPTIONS = Symbol('trailbook access options');

/** Lets a request in only if its handler says whom it is for, and the signed identity is of such a one. */
@Injectable()
export class IdentityGuard implements CanActivate {
  private readonly logger = new Logger(IdentityGuard.name);
  private readonly verify: IdentityVerifier;

  constructor(
    @Inject(ACCESS_OPTIONS) private readonly options: AccessOptions,
    @Inject(Reflector) private readonly reflector: Reflector,
  ) {
    this.verify = createIdentityVerifier(options.publicKeys);
  }

  canActivate(context: ExecutionContext): boolean {
    if (context.getType() !== 'http') return true; // messages are not calls: their transport decides
    const rule = this.reflector.getAllAndOverride<AccessRule | undefined>(accessKey, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (!rule) throw this.refused(context);
    if (rule.kind === 'public') return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const identity = this.identityOf(request);
    if (!permits(rule, identity)) throw new ForbiddenException();
    if (identity !== gatewayItself) rememberCaller(request, { ...identity, requestId: request.id });
    return true;
  }

  private identityOf(request: FastifyRequest): Identity {
    const token = request.headers[identityHeader];
    if (typeof token !== 'string') throw new UnauthorizedException();
    const path = (request.raw.url ?? '').split('?', 1)[0] ?? '';
    try {
      return this.verify(token, { audience: this.options.audience, method: request.method, path });
    } catch (error) {
      if (!(error instanceof IdentityError)) throw error;
      this.logger.warn({ reason: error.message, msg: 'identity refused' });
      throw new UnauthorizedException();
    }
  }

  private refused(context: ExecutionContext): ForbiddenException {
    const handler = `${context.getClass().name}.${context.getHandler().name}`;
    this.logger.error({ handler, msg: 'the handler says nothing about access and is closed' });
    return new ForbiddenException();
  }
}

function permits(rule: Exclude<AccessRule, { kind: 'public' }>, identity: Identity): boolean {
  if (rule.kind === 'internal') return identity === gatewayItself;
  if (identity === gatewayItself) return false;
  if (rule.kind === 'authenticated') return true;
  return rule.anyOf.some((permission) => identity.permissions.includes(permission));
}
