import { execFileSync } from 'node:child_process';
import path from 'node:path';

/** Compiles what is started as processes. */
export default function globalSetup(): void {
  const build = path.resolve(__dirname, '..', '..', '..', 'scripts', 'build.mjs');
  execFileSync(process.execPath, [build], { stdio: 'inherit', timeout: 120_000 });
}
