import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { Observable, tap } from 'rxjs';

/** The answer's header with the uid of the audit entry that the request made. */
export const AUDIT_UID_HEADER = 'AuditUid';

const requests = new AsyncLocalStorage<{ auditUid?: string }>();

/** Tells the answer of the request that is being handled, if one is, of its entry. The first one is the request's own. */
export function noteAuditUid(uid: string): void {
  const request = requests.getStore();
  if (request) request.auditUid ??= uid;
}

/** Sets the header {@link AUDIT_UID_HEADER} on every successful answer of a handler that recorded an action. */
@Injectable()
export class AuditUidInterceptor implements NestInterceptor {
  constructor(private readonly adapter: HttpAdapterHost) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType() !== 'http') return next.handle();
    const request: { auditUid?: string } = {};
    const answer = context.switchToHttp().getResponse<unknown>();
    // Nest runs the handler when it subscribes, so that is what has to happen inside the request's storage.
    return new Observable<unknown>((subscriber) =>
      requests.run(request, () => next.handle().subscribe(subscriber)),
    ).pipe(
      tap(() => {
        if (request.auditUid) this.adapter.httpAdapter.setHeader(answer, AUDIT_UID_HEADER, request.auditUid);
      }),
    );
  }
}
