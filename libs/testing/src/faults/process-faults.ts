import { waitFor } from '../waiting/wait-for';

const alive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/** kill -9, and waits until the process is gone. */
export async function killHard(pid: number): Promise<void> {
  process.kill(pid, 'SIGKILL');
  await waitFor(`the end of process ${pid}`, () => !alive(pid));
}

/** Stops a process in its tracks, as a long garbage collection or a lost machine would; returns how to let it go on. */
export function freeze(pid: number): () => void {
  process.kill(pid, 'SIGSTOP');
  return () => process.kill(pid, 'SIGCONT');
}
