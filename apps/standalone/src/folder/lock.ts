import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { LocalFault } from '@trailbook/local';

/** When a process began, in the kernel's ticks: tells it from a later one of the same number. Linux alone can tell. */
function beginOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function holderOf(file: string): number | undefined {
  try {
    const [pid, begin] = readFileSync(file, 'utf8').split(' ');
    const number = Number(pid);
    return Number.isInteger(number) && number > 0 && alive(number) && (beginOf(number) ?? '') === begin
      ? number
      : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Keeps the folder for this process: two systems on the same data would destroy it. A lock whose process is gone
 * counts for nothing.
 * @returns how to give it back
 * @throws LocalFault when another process has it
 */
export function lockFolder(folder: string): () => void {
  const file = path.join(folder, 'lock');
  for (let attempt = 0; attempt < 3; attempt += 1) {
    try {
      writeFileSync(file, `${process.pid} ${beginOf(process.pid) ?? ''}`, { flag: 'wx' });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = holderOf(file);
    if (holder) {
      throw new LocalFault(
        `Trailbook already runs on ${folder} (process ${holder}): stop it, or set TRAILBOOK_DATA to another folder.`,
      );
    }
    rmSync(file, { force: true });
  }
  throw new LocalFault(`${file} is made again and again by another start: wait for it, or set TRAILBOOK_DATA.`);
}
