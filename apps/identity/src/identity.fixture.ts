import { generateKeyPairSync } from 'node:crypto';
import type { Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import {
  createIdentitySigner,
  gatewayItself,
  identityHeader,
  type Caller,
  type Identity,
  type Principal,
} from '@trailbook/access';
import { createLogger, createService, loadConfig, stopService } from '@trailbook/service';
import { IdentityConfig } from './identity.config';
import { IdentityModule } from './identity.module';

export const OPERATOR_KEY = 'operator-key-of-the-specs-0123456789';

/** What answers are made of, as far as specs look into them. */
export interface AnswerBody {
  uid: string;
  adminUid: string;
  apiKey: string;
  token: string;
  code: string;
  message: string;
  details: { field: string };
  metadata: { uid: string; name: string };
  spec: { userUid: string; roleUid: string; lastName: string };
  items: AnswerBody[];
  listmeta: { continue: string; count: number };
}

export interface Answer {
  status: number;
  body: AnswerBody;
  auditUid?: string;
}

interface Parts {
  databaseUrl: string;
  kafka: string;
  topic: string;
}

/** Identity as the gateway meets it: wired, on real parts, called with signed identities. */
export class IdentityFixture {
  private readonly keys = generateKeyPairSync('ed25519', {
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  private readonly sign = createIdentitySigner(this.keys.privateKey, 'spec');
  private app!: NestFastifyApplication;

  async start({ databaseUrl, kafka, topic }: Parts, environment: NodeJS.ProcessEnv = {}): Promise<void> {
    const config = loadConfig(IdentityConfig, {
      DATABASE_URL: databaseUrl,
      KAFKA_BROKERS: kafka,
      AUDIT_TOPIC: topic,
      INTERNAL_PUBLIC_KEYS: JSON.stringify({ spec: this.keys.publicKey }),
      TOKEN_SIGNING_KEY: this.keys.privateKey,
      OPERATOR_API_KEY: OPERATOR_KEY,
      ...environment,
    });
    this.app = await createService(
      { name: 'identity', config, module: IdentityModule.forRoot(config), setup: (app) => IdentityModule.setUp(app) },
      createLogger('identity', 'silent'),
    );
  }

  get<T>(part: Type<T>): T {
    return this.app.get(part, { strict: false });
  }

  async stop(): Promise<void> {
    await stopService(this.app, 10_000);
  }

  /** @param identity who calls; none sends no identity at all */
  async call(
    identity: Identity | undefined,
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    url: string,
    body?: object,
  ): Promise<Answer> {
    const path = url.split('?', 1)[0] ?? url;
    const answer = await this.app.inject({
      method,
      url,
      headers: {
        'content-type': 'application/json',
        ...(identity && { [identityHeader]: this.sign(identity, { audience: 'identity', method, path }) }),
      },
      ...(body && { payload: JSON.stringify(body) }),
    });
    const auditUid = answer.headers.audituid;
    return {
      status: answer.statusCode,
      body: (answer.body === '' ? undefined : JSON.parse(answer.body)) as AnswerBody,
      ...(typeof auditUid === 'string' && { auditUid }),
    };
  }

  async login(emailId: string, password: string, more: object = {}): Promise<Answer> {
    return this.call(gatewayItself, 'POST', '/internal/authenticate', { emailId, password, ip: '192.0.2.7', ...more });
  }

  async principal(credential: { token: string } | { apiKey: string }): Promise<Principal | undefined> {
    const { status, body } = await this.call(gatewayItself, 'POST', '/internal/principal', credential);
    return status === 200 ? (body as unknown as Principal) : undefined;
  }

  /** A new tenant as the operator makes it, and its administrator as a caller. */
  async tenant(name: string, emailId: string, password = 'correct horse battery'): Promise<Caller> {
    const body = { metadata: { name }, spec: { admin: { emailId, password, firstName: 'Ada', lastName: 'Lovelace' } } };
    const { status, body: made } = await this.call(operatorCaller, 'POST', '/v1/tenants', body);
    if (status !== 201) throw new Error(`no tenant: ${JSON.stringify(made)}`);
    const { body: session } = await this.login(emailId, password, { org: made.uid, ip: undefined });
    return this.callerWith({ token: session.token });
  }

  /** The caller at tenant scope that the gateway would make of a credential. */
  async callerWith(credential: { token: string } | { apiKey: string }): Promise<Caller> {
    const principal = await this.principal(credential);
    if (!principal) throw new Error('the credential is refused');
    const { tenantUid, tenantName, userUid, emailId, actorType, tenantPermissions } = principal;
    const who = { tenantUid, userUid, emailId, actorType, org: tenantName, permissions: tenantPermissions };
    return { ...who, scope: 'tenant', requestId: 'spec' };
  }
}

export const operatorCaller: Caller = {
  tenantUid: 'trailbook',
  scope: 'tenant',
  userUid: 'platform-operator',
  emailId: '',
  permissions: ['tenant.list', 'tenant.create'],
  actorType: 'service',
  requestId: 'spec',
  operator: true,
};
