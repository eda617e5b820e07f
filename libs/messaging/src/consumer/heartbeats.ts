const everyMs = 500;

/**
 * Waits for work, and gives a sign of life twice a second meanwhile. (A timer that is cleared, and no `AbortSignal`: it would
 * make an error with a stack trace for every batch.)
 *
 * @throws what the work or the heartbeat throws
 */
export async function withHeartbeats(work: Promise<void>, heartbeat: () => Promise<void>): Promise<void> {
  let done = false;
  const finished = work.finally(() => (done = true));
  finished.catch(() => undefined);
  while (!done) {
    let timer: NodeJS.Timeout | undefined;
    const tick = new Promise<void>((resolve) => (timer = setTimeout(resolve, everyMs)));
    await Promise.race([finished, tick]).finally(() => clearTimeout(timer));
    if (!done) await heartbeat();
  }
  await finished;
}
