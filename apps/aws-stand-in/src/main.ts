import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import { parseArgs } from 'node:util';
import { sixPermissions, type AccessKey, type Role } from './accounts/accounts';
import { awsServer } from './aws-server';
import { controlServer, defaultAccount } from './control/control-server';
import { StandIn } from './stand-in';

const usage = `npm run aws-stand-in -- [--port P] [--control-port P] [--keep-events N] [--largest-event BYTES] [--seed N]
  [--keep-heads CHARACTERS] [--host ADDRESS] [--key ID:SECRET] [--role ARN]
A strict stand-in for Amazon CloudWatch Logs and STS: only keys and roles made on the control port are accepted.`;

async function listen(server: Server, port: number, host: string): Promise<string> {
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  return `http://${host}:${(server.address() as AddressInfo).port}`;
}

/** A key that may do everything, for reading back with the `aws` command: its secret is as public as this file. */
const reader = {
  accessKeyId: 'AKIASTANDINREADER001',
  secretAccessKey: 'stand-in-reader',
  account: defaultAccount,
  principalArn: `arn:aws:iam::${defaultAccount}:user/reader`,
  permissions: ['*'],
  disabled: false,
};

/** A trail's key, given as ID:SECRET, with the six permissions. */
function trailKey(idAndSecret: string): AccessKey {
  const [accessKeyId = '', secretAccessKey = ''] = idAndSecret.split(':');
  const principalArn = `arn:aws:iam::${defaultAccount}:user/${accessKeyId}`;
  const permissions = sixPermissions;
  return { accessKeyId, secretAccessKey, account: defaultAccount, principalArn, permissions, disabled: false };
}

/** A role without an external id of its own: whoever has a key may assume it. */
const trailRole = (arn: string): Role => ({
  arn,
  account: arn.split(':')[4] ?? defaultAccount,
  permissions: sixPermissions,
  maxSessionSeconds: 43_200,
});

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      host: { type: 'string', default: '127.0.0.1' },
      port: { type: 'string', default: '0' },
      'control-port': { type: 'string', default: '0' },
      'keep-events': { type: 'string', default: '100000' },
      'keep-heads': { type: 'string', default: '0' },
      'largest-event': { type: 'string', default: '1048576' },
      key: { type: 'string' },
      role: { type: 'string' },
      seed: { type: 'string', default: '1' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return console.log(usage);
  const standIn = new StandIn({
    keepEvents: Number(values['keep-events']),
    largestEventBytes: Number(values['largest-event']),
    headCharacters: Number(values['keep-heads']),
    seed: Number(values.seed),
  });
  standIn.accounts.putKey(reader);
  if (values.key !== undefined) standIn.accounts.putKey(trailKey(values.key));
  if (values.role !== undefined) standIn.accounts.putRole(trailRole(values.role));
  const servers = [awsServer(standIn), controlServer(standIn)] as const;
  const aws = await listen(servers[0], Number(values.port), values.host);
  const control = await listen(servers[1], Number(values['control-port']), values.host);
  const { accessKeyId, secretAccessKey } = reader;
  console.log(JSON.stringify({ aws, control, reader: { accessKeyId, secretAccessKey } }));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(0));
}

main().catch((error: unknown) => {
  console.error(`The AWS stand-in could not start: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
});
