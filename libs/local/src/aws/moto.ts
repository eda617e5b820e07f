import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { cachedFolder, cachedPath } from '../cache/cached-folder';
import { LocalFault, messageOf } from '../faults';
import { announced, type Progress } from '../progress';
import { runCommand } from '../process/command';
import { resource } from '../project';

const requirements = resource('aws-requirements.txt');
const wayRound = 'set AWS_ENDPOINT_URL to use another one';

/** Whether moto still has to be fetched. */
export async function motoMissing(): Promise<boolean> {
  return !existsSync(cachedPath('aws', await readFile(requirements, 'utf8')));
}

/** @throws LocalFault when there is no Python 3.10 or newer with the venv module */
export async function requirePython(): Promise<void> {
  const check = 'import sys, venv, ensurepip; sys.exit(0 if sys.version_info >= (3, 10) else 1)';
  await runCommand('python3', ['-c', check], { timeoutMs: 30_000 }).catch(() => {
    const needed = 'Python 3.10 or newer, with its venv module, is needed for the local AWS stand-in';
    throw new LocalFault(`${needed}, and python3 is not that: install it, or ${wayRound}.`);
  });
}

/** The folder of a virtual environment with moto in it. Fetched by pip the first time. */
export async function motoEnvironment(progress: Progress): Promise<string> {
  return cachedFolder('aws', await readFile(requirements, 'utf8'), async (folder) => {
    await requirePython();
    // Python compiles what moto imports when it first does, which is a small part of all that is installed.
    const quickly = ['--disable-pip-version-check', '--no-input', '--no-compile'];
    const pip = ['-m', 'pip', 'install', ...quickly, '--requirement', requirements];
    await announced(progress, 'fetching the AWS stand-in (moto)', async () => {
      await runCommand('python3', ['-m', 'venv', folder], { timeoutMs: 2 * 60_000 });
      await runCommand(path.join(folder, 'bin', 'python'), pip, { timeoutMs: 10 * 60_000 });
    }).catch((error: unknown) => {
      throw new LocalFault(`The AWS stand-in could not be fetched; ${wayRound}. ${messageOf(error)}`);
    });
  });
}
