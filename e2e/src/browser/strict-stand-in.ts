import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';

const program = path.resolve(__dirname, '..', '..', '..', 'apps', 'aws-stand-in', 'dist', 'main.js');

/** The one key and the one role that the strict stand-in knows. */
export const knownKey = { accessKeyId: 'AKIABROWSERSPECS0001', secretAccessKey: 'browser+specs/secret' };
/** The stand-in's own key for reading back what was delivered, which a trail's key may not. */
export const readerKey = { accessKeyId: 'AKIASTANDINREADER001', secretAccessKey: 'stand-in-reader' };
export const knownRole = 'arn:aws:iam::123456789012:role/trailbook-browser';

/** Set by the global set-up: the stand-in's control port, where keys are made and disabled and streams are read. */
export const controlVariable = 'TRAILBOOK_AWS_CONTROL';

export interface StrictStandIn {
  child: ChildProcess;
  /** Of AWS, as everybody sees it. */
  url: string;
  /** Of its control port. */
  control: string;
}

/** Starts the project's strict stand-in for AWS. */
export async function startStrictStandIn(): Promise<StrictStandIn> {
  const { accessKeyId, secretAccessKey } = knownKey;
  const args = [program, '--key', `${accessKeyId}:${secretAccessKey}`, '--role', knownRole];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [first] = (await Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`the AWS stand-in ended with ${code}`))),
  ])) as [string];
  const { aws, control } = JSON.parse(first) as { aws: string; control: string };
  return { child, url: aws, control };
}
