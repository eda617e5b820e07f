import path from 'node:path';
import { Part, projectFolder, type ProcessSpec } from '@trailbook/local';

export interface AppPartOptions {
  name: string;
  /** Its folder in `apps`. */
  app: 'ingest' | 'trail-sink';
  port: number;
  metricsPort: number;
  logFile: string;
  env: Record<string, string>;
}

/** One of several processes of an app. */
export class AppPart extends Part {
  constructor(private readonly options: AppPartOptions) {
    super(options.name, { startMs: 60_000, stopMs: 10_000 });
  }

  get url(): string {
    return `http://127.0.0.1:${this.options.port}`;
  }

  /** What it counts, in Prometheus's text format. */
  async metrics(): Promise<string> {
    const url = `http://127.0.0.1:${this.options.metricsPort}/metrics`;
    return (await fetch(url, { signal: AbortSignal.timeout(1_000) })).text();
  }

  protected prepare(): Promise<ProcessSpec> {
    const { name, app, logFile, port, metricsPort, env } = this.options;
    return Promise.resolve({
      name,
      command: process.execPath,
      args: [path.join(projectFolder, 'apps', app, 'dist', 'main.js')],
      env: {
        PATH: process.env.PATH,
        PORT: String(port),
        METRICS_PORT: String(metricsPort),
        SHUTDOWN_DELAY_MS: '0',
        ...env,
      },
      cwd: projectFolder,
      logFile,
    });
  }

  protected async probe(): Promise<void> {
    await this.metrics();
  }
}
