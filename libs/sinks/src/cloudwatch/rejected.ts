import type { RejectedLogEventsInfo } from '@aws-sdk/client-cloudwatch-logs';

type List<T> = Iterable<T> & { readonly length: number };

/** Splits a call's events into those that CloudWatch took and those it rejected although it answered 200. */
export function splitRejected<T>(
  events: List<T>,
  info: RejectedLogEventsInfo | undefined,
): { accepted: List<T>; rejected: T[] } {
  if (!info) return { accepted: events, rejected: [] };
  const firstAccepted = Math.max(info.tooOldLogEventEndIndex ?? 0, info.expiredLogEventEndIndex ?? 0);
  const firstTooNew = info.tooNewLogEventStartIndex ?? events.length;
  const isAccepted = (index: number): boolean => index >= firstAccepted && index < firstTooNew;
  const all = [...events];
  return {
    accepted: all.filter((_, index) => isAccepted(index)),
    rejected: all.filter((_, index) => !isAccepted(index)),
  };
}
