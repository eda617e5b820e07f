import type { Operation } from './api-document';
import type { Directed } from './directed';
import type { RawClient, RawRequest } from './request';

const pumps = 8;
/** More than the burst that a caller has by default. */
const tries = 2_000;

/** Keeps a caller at his request limit for as long as `work` takes. */
async function atLimit<T>(client: RawClient, request: RawRequest, work: () => Promise<T>): Promise<T> {
  let going = true;
  const pump = async () => {
    while (going) await client.send(request);
  };
  const pumping = Array.from({ length: pumps }, pump);
  try {
    return await work();
  } finally {
    going = false;
    await Promise.all(pumping);
  }
}

/** Asks for each operation until it is refused with 429. */
export async function reachLimits(client: RawClient, directed: Directed, operations: readonly Operation[]) {
  const { apiKey } = directed.world.tenant.admins[0]!;
  const nothing = { method: 'GET', target: '/v1/nothing', headers: { ApiKey: apiKey } };
  const [open, closed] = [operations.filter((one) => one.open), operations.filter((one) => !one.open)];
  const untilRefused = async (asked: readonly Operation[]) => {
    for (const { id, body } of asked) {
      for (let n = 0; n < tries; n += 1) {
        if ((await directed.call(id, { apiKey, body: body && {} })).status === 429) break;
      }
    }
  };
  await atLimit(client, nothing, () => untilRefused(closed));
  // Without credentials it is the address that is counted, whatever it sends.
  const login = {
    method: 'POST',
    target: '/v1/auth/authenticate',
    headers: { 'content-type': 'application/json' },
    body: Buffer.from('{'),
  };
  await atLimit(client, login, () => untilRefused(open));
}
