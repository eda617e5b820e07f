import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import browserSetup from '../browser/global-setup';
import browserTeardown from '../browser/global-teardown';
import { launch } from '../browser/visitor';
import { Camera } from './camera';
import { play } from './play';
import { scenes } from './scenes';

const root = path.resolve(__dirname, '..', '..', '..');

/** Of the README, by the names that they have here. */
const pictures = {
  'log-1280-light': 'log.png',
  'entry-1280-dark': 'entry.png',
  'trail-wizard-4-verified-1280-light': 'trail.png',
};

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { only: { type: 'string' }, readme: { type: 'boolean', default: false } } });
  const names = values.only?.split(',');
  const unknown = names?.filter((name) => !scenes.some((scene) => scene.name === name)) ?? [];
  if (unknown.length > 0) throw new Error(`no such screen: ${unknown.join(', ')}`);
  const chosen = scenes.filter(({ name }) => names?.includes(name) ?? true);
  const folder = path.join(root, '.screenshots');
  const images = path.join(root, 'docs', 'images');
  if (values.readme) await mkdir(images, { recursive: true });
  await browserSetup();
  const camera = new Camera(folder, values.readme ? { folder: images, pictures } : undefined);
  const browser = await launch();
  try {
    await play(browser, camera, chosen);
  } finally {
    await browser.close();
    await browserTeardown();
  }
  process.stdout.write(`${camera.taken} pictures in ${path.relative(process.cwd(), folder)}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});
