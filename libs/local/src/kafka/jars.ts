import { copyFile, readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { cachedFolder, cachedPath } from '../cache/cached-folder';
import { LocalFault, messageOf } from '../faults';
import { announced, type Progress } from '../progress';
import { runCommand } from '../process/command';
import { resource } from '../project';
import { requireMaven } from './java';

const pom = resource('kafka-pom.xml');

/** Whether the jars still have to be fetched. */
export async function jarsMissing(): Promise<boolean> {
  return !existsSync(cachedPath('kafka', await readFile(pom, 'utf8')));
}

/** The folder of Kafka's jars: its broker and its command line tools. Fetched by Maven the first time. */
export async function kafkaJars(progress: Progress): Promise<string> {
  return cachedFolder('kafka', await readFile(pom, 'utf8'), async (folder) => {
    await requireMaven();
    await copyFile(pom, path.join(folder, 'pom.xml'));
    // No -q: Maven's output is what explains a failure.
    const args = ['-B', '-ntp', '-f', path.join(folder, 'pom.xml'), 'dependency:copy-dependencies'];
    const options = [`-DoutputDirectory=${folder}`, '-DincludeScope=runtime'];
    const fetch = () => runCommand('mvn', [...args, ...options], { cwd: folder, timeoutMs: 10 * 60_000 });
    await announced(progress, 'fetching Apache Kafka (45 MB)', fetch).catch((error: unknown) => {
      throw new LocalFault(
        `Apache Kafka could not be fetched; KAFKA_BROKERS would use another one. ${messageOf(error)}`,
      );
    });
  });
}
