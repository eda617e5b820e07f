/**
 * Gives work a bounded time. The work itself goes on when it is late, so it must end by its own time-outs.
 * @throws Error named TimeoutError
 */
export async function within<T>(timeoutMs: number, work: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(Object.assign(new Error(`not done in ${timeoutMs} ms`), { name: 'TimeoutError' }));
    }, timeoutMs);
  });
  try {
    const result = work();
    result.catch(() => undefined); // when late, the caller hears of the time-out, and of nothing else
    return await Promise.race([result, late]);
  } finally {
    clearTimeout(timer);
  }
}
