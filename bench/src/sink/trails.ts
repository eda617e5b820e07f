import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { builtInRoles, createIdentitySigner, identityHeader } from '@trailbook/access';
import { tenantUid } from '../store-layout/events';
import { awsKey } from './stand-in';

/** A gateway's key of this run, with which trail-sink is asked. */
export class GatewayKey {
  private readonly pair = generateKeyPairSync('ed25519');
  private readonly sign = createIdentitySigner(
    this.pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    'bench',
  );

  /** As trail-sink takes it. */
  get publicKeys(): string {
    return JSON.stringify({ bench: this.pair.publicKey.export({ type: 'spki', format: 'pem' }).toString() });
  }

  headers(tenant: string, path: string): Record<string, string> {
    const { scope, permissions } = builtInRoles['Tenant Admin'];
    const who = { userUid: 'bench', emailId: 'bench@example.com', actorType: 'user', requestId: randomUUID() } as const;
    const caller = { tenantUid: tenant, scope, permissions: [...permissions], ...who };
    const identity = this.sign(caller, { audience: 'trail-sink', method: 'POST', path });
    return { [identityHeader]: identity, 'content-type': 'application/json' };
  }
}

/** Makes a trail of each tenant, as its administrator would. Waits until trail-sink answers. */
export async function makeTrails(address: string, key: GatewayKey, tenants: number): Promise<void> {
  const { accessKeyId: accessKey, secretAccessKey: secretKey } = awsKey;
  for (let tenant = 0; tenant < tenants; tenant += 1) {
    const uid = tenantUid(tenant);
    const path = `/v1/tenants/${uid}/auditTrails`;
    const cloudWatch = {
      group: uid,
      region: 'us-east-1',
      stream: 'audit',
      credentials: { credentialType: 'secret', accessKey, secretKey },
    };
    const body = JSON.stringify({ metadata: { name: 'bench' }, spec: { type: 'cloudwatch', cloudWatch } });
    for (const deadline = Date.now() + 60_000; ; await sleep(200)) {
      const made = await fetch(address + path, { method: 'POST', headers: key.headers(uid, path), body }).catch(
        () => undefined,
      );
      if (made?.status === 201) break;
      if (Date.now() > deadline) throw new Error(`no trail could be made: ${made ? await made.text() : 'no answer'}`);
    }
  }
}
