import type { RejectedLogEventsInfo } from '@aws-sdk/client-cloudwatch-logs';

/** Splits a call's events into those that CloudWatch took and those it rejected although it answered 200. */
export function splitRejected<T>(
  events: readonly T[],
  info: RejectedLogEventsInfo | undefined,
): { accepted: T[]; rejected: T[] } {
  const firstAccepted = Math.max(info?.tooOldLogEventEndIndex ?? 0, info?.expiredLogEventEndIndex ?? 0);
  const firstTooNew = info?.tooNewLogEventStartIndex ?? events.length;
  const isAccepted = (index: number): boolean => index >= firstAccepted && index < firstTooNew;
  return {
    accepted: events.filter((_, index) => isAccepted(index)),
    rejected: events.filter((_, index) => !isAccepted(index)),
  };
}
