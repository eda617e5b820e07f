import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { callerOf } from '@trailbook/access';
import { ApiError } from '@trailbook/service';
import type { FastifyRequest } from 'fastify';

/** The tenant in the path is the caller's own. Any other doesn't exist for him. */
@Injectable()
export class OwnTenantGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest<{ Params: { tenantUid?: string } }>>();
    const caller = callerOf(request);
    if (caller && caller.tenantUid === request.params.tenantUid) return true;
    throw ApiError.notFound('The tenant');
  }
}
