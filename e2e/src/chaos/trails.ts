import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { builtInRoles, createIdentitySigner, identityHeader } from '@trailbook/access';
import { awsKey } from './aws-part';

/** Lets trail-sink be asked as by a gateway, which these runs don't start. */
export class GatewayKey {
  private readonly pair = generateKeyPairSync('ed25519');
  private readonly sign = createIdentitySigner(
    this.pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    'chaos',
  );

  /** For `INTERNAL_PUBLIC_KEYS`. */
  get publicKeys(): string {
    return JSON.stringify({ chaos: this.pair.publicKey.export({ type: 'spki', format: 'pem' }).toString() });
  }

  /** The header by which a request is one of the tenant's administrator. */
  headers(tenantUid: string, method: string, path: string): Record<string, string> {
    const { scope, permissions } = builtInRoles['Tenant Admin'];
    const who = { userUid: 'chaos', emailId: 'chaos@example.com', actorType: 'user', requestId: randomUUID() } as const;
    const caller = { tenantUid, scope, permissions: [...permissions], ...who };
    return { [identityHeader]: this.sign(caller, { audience: 'trail-sink', method, path }) };
  }
}

/** A tenant's trail, to a log group of its own. */
export interface Trail {
  readonly uid: string;
  readonly tenantUid: string;
  readonly group: string;
  readonly stream: string;
}

export interface TrailProgress {
  /** Entries that are stored and not acknowledged by the sink. */
  pending: number;
  /** Whether all of them were counted. */
  pendingExact: boolean;
}

/** The trails of a run, through the REST interface of trail-sink. */
export class Trails {
  constructor(
    private readonly key: GatewayKey,
    private readonly url: string,
  ) {}

  /** @throws Error with the answer where the trail is refused */
  async make(tenantUid: string): Promise<Trail> {
    const [group, stream] = [`audit/${tenantUid}`, 'main'];
    const { accessKeyId: accessKey, secretAccessKey: secretKey } = awsKey;
    const cloudWatch = { group, stream, region: 'us-east-1', credentials: { accessKey, secretKey } };
    const body = { metadata: { name: 'chaos' }, spec: { type: 'cloudwatch', cloudWatch } };
    const { uid } = (await this.ask(tenantUid, 'POST', '', body)) as { uid: string };
    return { uid, tenantUid, group, stream };
  }

  async progress({ uid, tenantUid }: Trail): Promise<TrailProgress> {
    return ((await this.ask(tenantUid, 'GET', `/${uid}/status`)) as { status: TrailProgress }).status;
  }

  private async ask(tenantUid: string, method: string, action: string, body?: object): Promise<unknown> {
    const path = `/v1/tenants/${tenantUid}/auditTrails${action}`;
    const answer = await fetch(this.url + path, {
      method,
      headers: { ...this.key.headers(tenantUid, method, path), ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(20_000),
    });
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
    return answer.json();
  }
}
