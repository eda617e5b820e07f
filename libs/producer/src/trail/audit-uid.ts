import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { Observable, tap } from 'rxjs';

/** The answer's header with the uid of the audit entry that the request made. */
export const AUDIT_UID_HEADER = 'AuditUid';

/** The answer's header that asks whoever made the change for a note about it. */
export const AUDIT_NOTE_HEADER = 'AuditNote';

interface Recorded {
  auditUid?: string;
  asksForNote?: boolean;
}

const requests = new AsyncLocalStorage<Recorded>();

/**
 * Tells the answer of the request that is being handled, if one is, of its entry. The first one is the request's own.
 * @param asksForNote whether the resource's kind wants a note on such a change
 */
export function noteAuditUid(uid: string, asksForNote: boolean): void {
  const request = requests.getStore();
  if (request && request.auditUid === undefined) Object.assign(request, { auditUid: uid, asksForNote });
}

/**
 * Sets the header {@link AUDIT_UID_HEADER} on every successful answer of a handler that recorded an action, and
 * {@link AUDIT_NOTE_HEADER} where a note is asked for.
 */
@Injectable()
export class AuditUidInterceptor implements NestInterceptor {
  constructor(private readonly adapter: HttpAdapterHost) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType() !== 'http') return next.handle();
    const request: Recorded = {};
    const answer = context.switchToHttp().getResponse<unknown>();
    // Nest runs the handler when it subscribes, so that is what has to happen inside the request's storage.
    return new Observable<unknown>((subscriber) =>
      requests.run(request, () => next.handle().subscribe(subscriber)),
    ).pipe(
      tap(() => {
        const { httpAdapter } = this.adapter;
        if (request.auditUid) httpAdapter.setHeader(answer, AUDIT_UID_HEADER, request.auditUid);
        if (request.asksForNote) httpAdapter.setHeader(answer, AUDIT_NOTE_HEADER, 'asked-for');
      }),
    );
  }
}
