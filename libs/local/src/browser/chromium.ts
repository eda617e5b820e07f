import { execFileSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import path from 'node:path';

/** How to start the browser. */
export interface BrowserProgram {
  executablePath: string;
  args: string[];
  /** Added to its environment. */
  env?: Record<string, string>;
}

const names = ['chromium', 'chromium-browser', 'google-chrome'];

/**
 * Pages without 3D are drawn sooner by the browser itself than by the graphics card that SwiftShader plays, which the
 * package asks for: that one took a third of the browser's CPU.
 */
const noGraphicsCard = '--disable-gpu';
const playedGraphicsCard = /^--(use-gl|use-angle|enable-unsafe-swiftshader|ignore-gpu-blocklist)\b/;

/** Runs in a process of its own: the package answers asynchronously, and it unpacks the browser at its first use. */
const ask = `
  const chromium = require(process.argv[1]);
  chromium.executablePath().then((executablePath) => {
    process.stdout.write(JSON.stringify({ executablePath, args: chromium.args }));
  });
`;

/**
 * The Chromium that is installed, or the one in the npm package.
 * @throws Error when neither can be had
 */
export function findChromium(): BrowserProgram {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  const installed = folders.flatMap((folder) => names.map((name) => path.join(folder, name))).find(runs);
  if (installed) return { executablePath: installed, args: ['--no-sandbox', noGraphicsCard] };
  const told = execFileSync(process.execPath, ['--eval', ask, require.resolve('@sparticuz/chromium')], {
    encoding: 'utf8',
    timeout: 60_000,
  });
  const { executablePath, args } = JSON.parse(told) as BrowserProgram;
  // In one process, the browser ends with the first window that is closed.
  return {
    executablePath,
    args: [...args.filter((name) => name !== '--single-process' && !playedGraphicsCard.test(name)), noGraphicsCard],
    // The font that the package brings, unpacked beside the browser: pages look alike on every machine.
    env: { FONTCONFIG_PATH: path.join(path.dirname(executablePath), 'fonts') },
  };
}

function runs(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
