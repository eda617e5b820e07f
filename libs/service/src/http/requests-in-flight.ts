import type { FastifyReply, FastifyRequest } from 'fastify';

/** Requests whose answers this side broke off, each with the reason. */
const broken = new WeakMap<FastifyRequest, string>();

/** Notes that this side breaks off the answer, so that the request's log line does not blame the caller for it. */
export function markBroken(request: FastifyRequest, reason: string): void {
  broken.set(request, reason);
}

/** Returns why this side broke off the answer; undefined where it did not. */
export function reasonOfBreak(request: FastifyRequest): string | undefined {
  return broken.get(request);
}

/** Holds the requests of one server that are not answered to their last byte. */
export class RequestsInFlight {
  private readonly requests = new Map<FastifyRequest, FastifyReply>();
  private waiters: (() => void)[] = [];

  add(request: FastifyRequest, reply: FastifyReply): void {
    this.requests.set(request, reply);
  }

  delete(request: FastifyRequest): void {
    if (!this.requests.delete(request) || this.requests.size > 0) return;
    const { waiters } = this;
    this.waiters = [];
    for (const waiter of waiters) waiter();
  }

  /** Resolves at the first moment without a request in flight. */
  drained(): Promise<void> {
    if (this.requests.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.waiters.push(resolve));
  }

  /** Destroys the connections of all requests in flight. Returns how many there were. */
  breakOff(reason: string): number {
    const cut = [...this.requests];
    for (const [request, reply] of cut) {
      markBroken(request, reason);
      reply.raw.destroy();
    }
    return cut.length;
  }
}
