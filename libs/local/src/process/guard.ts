import { spawn, type ChildProcess } from 'node:child_process';
import { resource } from '../project';

let guard: ChildProcess | undefined;

function running(): ChildProcess {
  if (guard && guard.exitCode === null && guard.signalCode === null) return guard;
  guard = spawn(process.execPath, [resource('guard.cjs')], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  guard.on('error', () => undefined);
  guard.stdin?.on('error', () => undefined);
  guard.unref();
  // The pipe must not keep this process alive either; it closes when the process ends, however it ends.
  (guard.stdin as unknown as { unref?: () => void }).unref?.();
  return guard;
}

/** Has the process group of `pid` ended when this process is gone, even after kill -9. Returns how to call that off. */
export function endWithThisProcess(pid: number): () => void {
  running().stdin?.write(`add ${pid}\n`);
  return () => guard?.stdin?.write(`done ${pid}\n`);
}
