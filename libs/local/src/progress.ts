/** Told in one line what takes time: for a person who waits. */
export type Progress = (line: string) => void;

/** `work` with a line before it and one after it that says how long it took. */
export async function announced<T>(progress: Progress, what: string, work: () => Promise<T>): Promise<T> {
  progress(`${what} …`);
  const started = Date.now();
  const result = await work();
  progress(`${what}: done in ${((Date.now() - started) / 1000).toFixed(1)} s`);
  return result;
}
