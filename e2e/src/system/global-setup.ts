import { execFileSync } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { folderVariable } from './running-system';
import { startSystem, type StartedSystem } from './start-system';

/** Kept for the tear-down, which Jest runs in the same process but loads apart. */
export const held = globalThis as { trailbookSystem?: StartedSystem; trailbookFolder?: string };

/**
 * One system for all end-to-end specs, as it is behind a proxy on this machine: a spec may say which address it comes
 * from, so that the failed logins of one don't delay another.
 */
export default function globalSetup(): Promise<void> {
  return setUp({ TRUSTED_PROXIES: '127.0.0.1' });
}

/** Compiles what changed, and starts the system with these settings. */
export async function setUp(settings: NodeJS.ProcessEnv = {}): Promise<void> {
  const build = path.resolve(__dirname, '..', '..', '..', 'scripts', 'build.mjs');
  execFileSync(process.execPath, [build], { stdio: 'inherit', timeout: 120_000 });
  const folder = await mkdtemp(path.join(os.tmpdir(), 'trailbook-e2e-'));
  process.env[folderVariable] = folder;
  held.trailbookFolder = folder;
  const began = Date.now();
  held.trailbookSystem = await startSystem(folder, settings);
  console.log(`the system answered after ${((Date.now() - began) / 1000).toFixed(1)} s`);
}
