import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { held } from './global-setup';

const limitMs = 10_000;

/** Stops the system, and fails the run when it does not stop as it should. */
export default async function globalTeardown(): Promise<void> {
  const { trailbookSystem: system, trailbookFolder: folder } = held;
  if (!system || !folder) return;
  const { code, milliseconds } = await system.stop();
  console.log(`the system stopped within ${milliseconds} ms`);
  const announced = existsSync(path.join(folder, 'endpoints.json'));
  await rm(folder, { recursive: true, force: true });
  if (code !== 0) throw new Error(`the system ended with code ${code} when it was asked to stop`);
  if (milliseconds > limitMs) throw new Error(`the system took ${milliseconds} ms to stop, and may take ${limitMs}`);
  if (announced) throw new Error('a system that has stopped still announces its endpoints');
}
