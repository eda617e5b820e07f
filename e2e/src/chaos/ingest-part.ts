import path from 'node:path';
import { Part, projectFolder, type ProcessSpec } from '@trailbook/local';

export interface IngestPartOptions {
  name: string;
  metricsPort: number;
  logFile: string;
  env: Record<string, string>;
}

/** One of several ingest processes. */
export class IngestPart extends Part {
  constructor(private readonly options: IngestPartOptions) {
    super(options.name, { startMs: 60_000, stopMs: 10_000 });
  }

  /** What it counts, in Prometheus's text format. */
  async metrics(): Promise<string> {
    const url = `http://127.0.0.1:${this.options.metricsPort}/metrics`;
    return (await fetch(url, { signal: AbortSignal.timeout(1_000) })).text();
  }

  protected prepare(): Promise<ProcessSpec> {
    const { name, logFile, metricsPort, env } = this.options;
    return Promise.resolve({
      name,
      command: process.execPath,
      args: ['--enable-source-maps', path.join(projectFolder, 'apps', 'ingest', 'dist', 'main.js')],
      env: { PATH: process.env.PATH, METRICS_PORT: String(metricsPort), ...env },
      cwd: projectFolder,
      logFile,
    });
  }

  protected async probe(): Promise<void> {
    await this.metrics();
  }
}
