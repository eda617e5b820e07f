import { readFileSync } from 'node:fs';
import path from 'node:path';

/** What `endpoints.json` says. */
export interface Endpoints {
  gateway: string;
  kafka: string;
  database: string;
  cloudwatch: string;
  sts: string;
  aws: { accessKeyId: string; secretAccessKey: string; region: string; roleArn: string };
  metrics: Record<string, string>;
  pids: Record<string, number>;
  tenants: { uid: string; name: string; projects: { uid: string; name: string }[] }[];
  users: User[];
}

export interface User {
  email: string;
  password: string;
  apiKey: string;
  tenantUid: string;
  projectUid?: string;
  role: string;
}

/** Set by the global set-up: the data folder of the one system of this run. */
export const folderVariable = 'TRAILBOOK_E2E_FOLDER';

export function systemFolder(): string {
  const folder = process.env[folderVariable];
  if (!folder) throw new Error('No system is running: *.e2e.spec.ts files run in the project e2e alone.');
  return folder;
}

/** As the file is now: a part that was restarted has another process id. */
export function endpoints(): Endpoints {
  return JSON.parse(readFileSync(path.join(systemFolder(), 'endpoints.json'), 'utf8')) as Endpoints;
}

/** The first user with that role. */
export function userWith(role: string): User {
  const found = endpoints().users.find((user) => user.role === role);
  if (!found) throw new Error(`the demo has no user with the role ${role}`);
  return found;
}
