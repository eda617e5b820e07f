import path from 'node:path';
import { Part, projectFolder, type ProcessSpec } from '@trailbook/local';

export interface AwsPartOptions {
  port: number;
  controlPort: number;
  logFile: string;
}

export const awsKey = { accessKeyId: 'AKIACHAOS00000000001', secretAccessKey: 'chaos-secret' };

/** A stream's events are taken several times a second; this many are never dropped before. */
const keepEvents = 1_000_000;

/** The strict stand-in for CloudWatch, with what its control port tells. No fault hits it: it is what remembers. */
export class AwsPart extends Part {
  constructor(private readonly options: AwsPartOptions) {
    super('aws-stand-in', { startMs: 30_000, stopMs: 2_000 });
  }

  /** For `AWS_ENDPOINT_URL`. */
  get url(): string {
    return `http://127.0.0.1:${this.options.port}`;
  }

  async allowKey(): Promise<void> {
    await this.tell('PUT', '/keys', awsKey);
  }

  /** The messages of a stream that were not taken before, in the order in which they arrived; it forgets them. */
  async take(group: string, stream: string): Promise<string[]> {
    const events = await this.tell('POST', `/events/take?${new URLSearchParams({ group, stream }).toString()}`);
    return (events as { message: string }[]).map(({ message }) => message);
  }

  /** Every stream, with how many events it ever got. */
  async streams(): Promise<{ group: string; stream: string; count: number }[]> {
    return (await this.tell('GET', '/streams')) as { group: string; stream: string; count: number }[];
  }

  protected prepare(): Promise<ProcessSpec> {
    const { port, controlPort, logFile } = this.options;
    const options = { port, 'control-port': controlPort, 'keep-events': keepEvents };
    return Promise.resolve({
      name: this.name,
      command: process.execPath,
      args: [
        path.join(projectFolder, 'apps', 'aws-stand-in', 'dist', 'main.js'),
        ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]),
      ],
      env: { PATH: process.env.PATH },
      cwd: projectFolder,
      logFile,
    });
  }

  protected async probe(): Promise<void> {
    await this.tell('GET', '/calls');
  }

  private async tell(method: string, resource: string, body?: object): Promise<unknown> {
    const answer = await fetch(`http://127.0.0.1:${this.options.controlPort}${resource}`, {
      method,
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(30_000),
    });
    if (!answer.ok) throw new Error(`the stand-in answered ${answer.status} to ${method} ${resource}`);
    return answer.json();
  }
}
