import path from 'node:path';
import { ownFolder } from '../process/own-folder';
import { Part } from '../process/part';
import type { ProcessSpec } from '../process/running-process';

export interface AwsOptions {
  folder: string;
  logFile: string;
  port: number;
  /** Where `motoEnvironment` put it. */
  environment: string;
}

/** What any client may sign with; the stand-in accepts every key. */
export const standInCredentials = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  region: 'us-east-1',
  roleArn: 'arn:aws:iam::123456789012:role/trailbook-audit',
};

/** moto's server: CloudWatch Logs and STS on one port, everything in memory. */
export class AwsStandIn extends Part {
  constructor(private readonly options: AwsOptions) {
    super('aws', { startMs: 60_000, stopMs: 2_000 });
  }

  get url(): string {
    return `http://127.0.0.1:${this.options.port}`;
  }

  protected async prepare(): Promise<ProcessSpec> {
    const { environment, folder, logFile, port } = this.options;
    await ownFolder(folder);
    return {
      name: this.name,
      command: path.join(environment, 'bin', 'python'),
      args: ['-m', 'moto.server', '-H', '127.0.0.1', '-p', String(port)],
      // moto must not find this machine's real keys, nor ask the instance's metadata service for some.
      env: {
        PATH: process.env.PATH,
        HOME: folder,
        PYTHONUNBUFFERED: '1',
        AWS_EC2_METADATA_DISABLED: 'true',
        AWS_ACCESS_KEY_ID: standInCredentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: standInCredentials.secretAccessKey,
        AWS_DEFAULT_REGION: standInCredentials.region,
      },
      cwd: folder,
      logFile,
    };
  }

  protected async probe(): Promise<void> {
    const answer = await fetch(`${this.url}/moto-api/data.json`, { signal: AbortSignal.timeout(2000) });
    await answer.arrayBuffer();
    if (!answer.ok) throw new Error(`it answers ${answer.status}`);
  }
}
