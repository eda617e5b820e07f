import { chmod, mkdir } from 'node:fs/promises';

/** Makes a folder that its owner alone may enter; one that was made before becomes so. */
export async function ownFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
}
