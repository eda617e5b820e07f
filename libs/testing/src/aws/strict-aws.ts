import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';

const program = path.resolve(__dirname, '..', '..', '..', '..', 'apps', 'aws-stand-in', 'dist', 'main.js');

export interface StrictAwsFault {
  kind: 'throttle' | 'error' | 'accept-then-error' | 'hang' | 'reject' | 'expired-token';
  rate?: number;
  operation?: string;
  group?: string;
  accessKeyId?: string;
  times?: number;
}

/** The project's strict stand-in for CloudWatch Logs and STS: only what is made here is let in. */
export interface StrictAws {
  /** For `AWS_ENDPOINT_URL`. */
  url: string;
  /** Makes a key with the six permissions, or with those given. */
  putKey(accessKeyId: string, secretAccessKey: string, permissions?: string[]): Promise<void>;
  putRole(arn: string, externalId?: string): Promise<void>;
  disable(id: string): Promise<void>;
  enable(id: string): Promise<void>;
  fault(fault: StrictAwsFault): Promise<void>;
  clearFaults(): Promise<void>;
  /** Calls by operation, refused ones included. */
  calls(): Promise<Record<string, number>>;
  events(group: string, stream: string): Promise<{ timestamp: number; message: string }[]>;
  /** How many events a stream ever took. */
  count(group: string, stream: string): Promise<number>;
  deleteGroup(group: string): Promise<void>;
  stop(): Promise<void>;
}

/** Starts one for a spec file; stop it in the end. @throws Error when it doesn't start */
export async function strictAws(): Promise<StrictAws> {
  const child = spawn(process.execPath, [program], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout });
  const [first] = (await Promise.race([
    once(lines, 'line'),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`the AWS stand-in ended with ${code}`))),
  ])) as [string];
  const { aws, control } = JSON.parse(first) as { aws: string; control: string };

  async function tell(method: string, resource: string, body?: object): Promise<unknown> {
    const answer = await fetch(`${control}${resource}`, {
      method,
      signal: AbortSignal.timeout(10_000),
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`the AWS stand-in answers ${answer.status} to ${method} ${resource}: ${text}`);
    return JSON.parse(text);
  }

  const query = (values: Record<string, string>) => new URLSearchParams(values).toString();
  return {
    url: aws,
    putKey: async (accessKeyId, secretAccessKey, permissions) =>
      void (await tell('PUT', '/keys', { accessKeyId, secretAccessKey, ...(permissions && { permissions }) })),
    putRole: async (arn, externalId) => void (await tell('PUT', '/roles', { arn, ...(externalId && { externalId }) })),
    disable: async (id) => void (await tell('POST', '/keys/disable', { id })),
    enable: async (id) => void (await tell('POST', '/keys/enable', { id })),
    fault: async (fault) => void (await tell('POST', '/faults', fault)),
    clearFaults: async () => void (await tell('DELETE', '/faults')),
    calls: async () => ((await tell('GET', '/calls')) as { calls: Record<string, number> }).calls,
    events: async (group, stream) =>
      (await tell('GET', `/events?${query({ group, stream })}`)) as { timestamp: number; message: string }[],
    count: async (group, stream) => {
      const streams = (await tell('GET', `/streams?${query({ group })}`)) as { stream: string; count: number }[];
      return streams.find((one) => one.stream === stream)?.count ?? 0;
    },
    deleteGroup: async (group) => void (await tell('DELETE', `/groups?${query({ group })}`)),
    stop: async () => {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}
