import path from 'node:path';
import { heapOptionsOf, Part, projectFolder, type ProcessSpec } from '@trailbook/local';

/**
 * What is in flight may finish; the gateway, the other apps and what they stand on stop in turn, within 10 s in all. A
 * balancer in front has a moment to notice.
 */
const [delayMs, shutdownMs] = [300, 1_750];

export interface AppOptions {
  name: string;
  port: number;
  metricsPort: number;
  logFile: string;
  env: Record<string, string>;
}

/** One app of Trailbook as a process. */
export class App extends Part {
  constructor(private readonly options: AppOptions) {
    super(options.name, { startMs: 60_000, stopMs: delayMs + shutdownMs + 500 });
  }

  get url(): string {
    return `http://127.0.0.1:${this.options.port}`;
  }

  get metricsUrl(): string {
    return `http://127.0.0.1:${this.options.metricsPort}/metrics`;
  }

  /** Whether it can do its work: everything it depends on answers. */
  async ready(): Promise<boolean> {
    return answersWell(`${this.url}/readyz`).catch(() => false);
  }

  protected prepare(): Promise<ProcessSpec> {
    const { name, port, metricsPort, logFile, env } = this.options;
    return Promise.resolve({
      name,
      command: process.execPath,
      args: [...heapOptionsOf(name), '--enable-source-maps', path.join(projectFolder, 'apps', name, 'dist', 'main.js')],
      env: {
        ...process.env,
        HOST: '127.0.0.1',
        PORT: String(port),
        METRICS_PORT: String(metricsPort),
        SHUTDOWN_DELAY_MS: String(delayMs),
        SHUTDOWN_TIMEOUT_MS: String(shutdownMs),
        ...env,
      },
      cwd: projectFolder,
      logFile,
    });
  }

  /** It listens. Whether its neighbours are there is another question: they start at the same time. */
  protected async probe(): Promise<void> {
    if (!(await answersWell(`${this.url}/healthz`))) throw new Error('it is not healthy');
  }
}

async function answersWell(url: string): Promise<boolean> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(2_000) });
  await answer.arrayBuffer();
  return answer.ok;
}
