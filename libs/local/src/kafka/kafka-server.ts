import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ownFolder } from '../process/own-folder';
import { runCommand } from '../process/command';
import { Part } from '../process/part';
import type { ProcessSpec } from '../process/running-process';
import { resource } from '../project';
import { probeBroker } from './broker-probe';
import { serverProperties, type SecuredListener } from './configuration';
import { javaCommand } from './java';

export interface KafkaOptions {
  /** Everything the broker keeps; made when it does not exist. */
  folder: string;
  logFile: string;
  port: number;
  controllerPort: number;
  secured?: SecuredListener;
  /** Where `kafkaJars` put them. */
  jars: string;
  /** Largest heap in MB; 512 when not given. */
  heapMb?: number;
  /** Compile as far as the JVM can: slower to start, faster under load. For measurements. */
  optimised?: boolean;
}

/** Apache Kafka: one KRaft node, without Docker. */
export class KafkaServer extends Part {
  constructor(private readonly options: KafkaOptions) {
    super('kafka', { startMs: 60_000, stopMs: 4_500 });
  }

  /** What clients connect to. */
  get brokers(): string {
    return `127.0.0.1:${this.options.port}`;
  }

  protected async prepare(): Promise<ProcessSpec> {
    const { folder, logFile } = this.options;
    await ownFolder(folder);
    const logs = path.join(folder, 'logs');
    if (!existsSync(logs)) await this.format(logs);
    const properties = await this.writeProperties('server.properties', logs);
    const tuning = this.options.optimised ? ['-XX:+UseG1GC'] : ['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];
    const heap = `-Xmx${this.options.heapMb ?? 512}m`;
    return {
      name: this.name,
      command: javaCommand(),
      args: [heap, ...tuning, ...this.javaArguments(), 'kafka.Kafka', properties],
      cwd: folder,
      logFile,
    };
  }

  protected async probe(): Promise<void> {
    await probeBroker(this.options.port);
  }

  private javaArguments(): string[] {
    const logging = `-Dlog4j2.configurationFile=${resource('kafka-log4j2.properties')}`;
    return ['-Djava.awt.headless=true', logging, '-cp', path.join(this.options.jars, '*')];
  }

  private async writeProperties(name: string, logs: string): Promise<string> {
    const file = path.join(this.options.folder, name);
    await writeFile(file, serverProperties({ ...this.options, folder: logs }));
    return file;
  }

  /** Formats aside and renames: a format cut short would leave a folder that Kafka refuses from then on. */
  private async format(logs: string): Promise<void> {
    const aside = `${logs}.new`;
    await rm(aside, { recursive: true, force: true });
    const properties = await this.writeProperties('format.properties', aside);
    // With a space between them, an id that begins with a dash would be taken for an option.
    const clusterId = `--cluster-id=${randomBytes(16).toString('base64url')}`;
    const format = ['kafka.tools.StorageTool', 'format', clusterId, '-c', properties];
    const { secured } = this.options;
    if (secured) format.push('--add-scram', `SCRAM-SHA-512=[name=${secured.username},password=${secured.password}]`);
    const fast = ['-Xmx128m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];
    await runCommand(javaCommand(), [...fast, ...this.javaArguments(), ...format], { timeoutMs: 60_000 });
    await rename(aside, logs);
  }
}
