import RequestQueue from 'kafkajs/src/network/requestQueue';
import { installRestingQueue } from './install-request-queue';

const silent = { debug: () => undefined };
const queue = (maxInFlightRequests: number) =>
  new RequestQueue({ maxInFlightRequests, requestTimeout: 30_000, clientId: 'c', broker: 'b', logger: silent });
const request = (correlationId: number, sent: number[]) => ({
  entry: { correlationId, resolve: () => undefined, reject: () => undefined },
  expectResponse: true,
  sendRequest: () => void sent.push(correlationId),
});
const answer = (correlationId: number) => ({ size: 4, correlationId, payload: Buffer.alloc(0) });

describe("a connection's queue of requests", () => {
  beforeAll(installRestingQueue);
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('rests once every request is answered', () => {
    const [one, sent] = [queue(1), [] as number[]];
    one.push(request(1, sent));
    one.fulfillRequest(answer(1));
    expect(sent).toEqual([1]);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('sends what waits for an answer, and what waits for the end of a throttle', () => {
    const [one, sent] = [queue(1), [] as number[]];
    one.push(request(1, sent));
    one.push(request(2, sent));
    expect(sent).toEqual([1]);
    one.maybeThrottle(500);
    one.fulfillRequest(answer(1));
    jest.advanceTimersByTime(499);
    expect(sent).toEqual([1]);
    jest.advanceTimersByTime(20);
    expect(sent).toEqual([1, 2]);
    one.fulfillRequest(answer(2));
    jest.runAllTimers();
    expect(jest.getTimerCount()).toBe(0);
  });
});
