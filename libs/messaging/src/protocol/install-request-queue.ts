import RequestQueue from 'kafkajs/src/network/requestQueue';

let installed = false;

/**
 * Lets a connection rest while nothing waits to be sent. kafkajs 2.2.4 plans its next look at what waits even when nothing
 * does, and then for a time long ago, which is in a millisecond: each connection wakes its process a thousand times a
 * second (https://github.com/tulios/kafkajs/issues/1704). Nothing is missed: a request that has to wait plans the look itself, and so does
 * each answer that leaves others waiting.
 */
export function installRestingQueue(): void {
  if (installed) return;
  installed = true;
  const { scheduleCheckPendingRequests } = RequestQueue.prototype;
  RequestQueue.prototype.scheduleCheckPendingRequests = function schedule() {
    if (this.pending.length > 0) scheduleCheckPendingRequests.call(this);
  };
}
