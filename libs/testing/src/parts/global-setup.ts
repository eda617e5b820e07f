import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { RunningParts, startParts as Start } from './start-parts';
import { arePublished, publishParts } from './test-parts';

/** Kept for the tear-down, which Jest runs in the same process but loads apart. */
export const held = globalThis as { trailbookParts?: RunningParts };

const root = path.resolve(__dirname, '..', '..', '..', '..');

/** Starts the parts once for the run, unless whoever runs several projects has started them for all. */
export default async function globalSetup(): Promise<void> {
  if (arePublished()) return;
  execFileSync(process.execPath, [path.join(root, 'scripts', 'build.mjs')], { stdio: 'inherit', timeout: 120_000 });
  // Loaded only now: outside of specs, the libraries are taken from what was just built.
  const { startParts } = createRequire(__filename)('./start-parts') as { startParts: typeof Start };
  const running = await startParts((line) => console.log(line));
  held.trailbookParts = running;
  publishParts(running.parts);
}
