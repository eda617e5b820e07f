import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'undici';

const everyMs = 5;
const lateMs = 30_000;

/**
 * Asks for an entry again and again until it is there; answers how long that took, from `since` (of `performance.now`) to
 * the end of the answer, in milliseconds.
 * @throws Error when it isn't there after 30 s, or the gateway answers anything but 200 and 404
 */
export async function untilReadable(gateway: Pool, apiKey: string, uid: string, since: number): Promise<number> {
  for (;;) {
    const asked = performance.now();
    const { statusCode, body } = await gateway.request({
      method: 'GET',
      path: `/v1/audits/${uid}`,
      headers: { apikey: apiKey },
    });
    await body.dump();
    const now = performance.now();
    if (statusCode === 200) return now - since;
    if (statusCode !== 404) throw new Error(`the gateway answered ${statusCode}`);
    if (now - since > lateMs) throw new Error(`entry ${uid} was not readable after ${lateMs} ms`);
    await sleep(Math.max(0, everyMs - (now - asked)));
  }
}
