import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { projectFolder } from '@trailbook/local';
import { endsWithBenchmark } from '../system/ending';

/** `{"uid":"` and the uid: how each message begins. */
const headCharacters = 8 + 36;

export interface Fault {
  kind: 'throttle' | 'error' | 'accept-then-error';
  rate: number;
  operation: string;
}

export interface StreamCount {
  group: string;
  stream: string;
  count: number;
  /** As CloudWatch counts them. */
  bytes: number;
}

export interface Arrival {
  uid: string;
  /** Milliseconds since 1970. */
  at: number;
}

export const awsKey = { accessKeyId: 'AKIABENCH00000000001', secretAccessKey: 'bench-secret' };

/** The project's strict stand-in for CloudWatch, in its own process, with what its control port tells. */
export class StandIn {
  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
    private readonly control: string,
  ) {}

  static async start(): Promise<StandIn> {
    const program = path.join(projectFolder, 'apps', 'aws-stand-in', 'dist', 'main.js');
    const args = ['--keep-events', '0', '--keep-heads', String(headCharacters)];
    const child = endsWithBenchmark(
      spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'inherit'] }),
    );
    const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
    const { aws, control } = JSON.parse(line) as { aws: string; control: string };
    const standIn = new StandIn(child, aws, control);
    await standIn.tell('PUT', '/keys', awsKey);
    return standIn;
  }

  async streams(): Promise<StreamCount[]> {
    return (await this.tell('GET', '/streams')) as StreamCount[];
  }

  /** Calls of PutLogEvents so far, refused ones included. */
  async puts(): Promise<number> {
    const { calls } = (await this.tell('GET', '/calls')) as { calls: Record<string, number> };
    return calls['PutLogEvents'] ?? 0;
  }

  /** All events that arrived since they were forgotten last. */
  async arrivals(): Promise<Arrival[]> {
    const heads = (await this.tell('GET', '/heads')) as [string, number][];
    return heads.map(([head, at]) => ({ uid: head.slice(8), at }));
  }

  async forgetArrivals(): Promise<void> {
    await this.tell('DELETE', '/heads');
  }

  async inject(faults: readonly Fault[]): Promise<void> {
    await this.tell('DELETE', '/faults');
    for (const fault of faults) await this.tell('POST', '/faults', fault);
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await ended;
  }

  private async tell(method: string, resource: string, body?: object): Promise<unknown> {
    const answer = await fetch(this.control + resource, {
      method,
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(60_000),
    });
    if (!answer.ok) throw new Error(`the stand-in answered ${answer.status} to ${method} ${resource}`);
    return answer.json();
  }
}
