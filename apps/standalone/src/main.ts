import { LocalFault, messageOf } from '@trailbook/local';
import { announcement } from './announcement';
import { lockFolder } from './folder/lock';
import { readSettings } from './settings';
import { checkGround, System } from './system';

const say = (line: string) => console.log(`${new Date().toISOString().slice(11, 19)} ${line}`);

function fail(error: unknown): void {
  // A fault of this machine is told in words; anything else is a mistake of ours, whose place matters.
  const words = error instanceof LocalFault ? error.message : error instanceof Error ? error.stack : messageOf(error);
  process.stderr.write(`${words}\n`);
  process.exitCode = 1;
}

async function run(): Promise<void> {
  const began = Date.now();
  const settings = readSettings(process.env, process.cwd());
  await checkGround(settings);
  const unlock = lockFolder(settings.folder);
  const system = new System(settings, say);
  let stopped: Promise<void> | undefined;
  const stop = () => (stopped ??= system.stop().finally(unlock));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      // Asked twice: go at once; what still runs is ended when this process is gone.
      if (stopped && signal === 'SIGINT') process.exit(130);
      if (!stopped) say('stopping …');
      stop().then(() => process.exit(process.exitCode ?? 0), fail);
    });
  }
  try {
    const endpoints = await system.start();
    if (!stopped) console.log(announcement(settings, endpoints, Date.now() - began));
  } catch (error) {
    if (!stopped) fail(error);
    await stop();
  }
}

void run().catch(fail);
