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
import { decide, type AuditEvent } from '@trailbook/contract';
import { createLogger, createService, loadConfig, stopService } from '@trailbook/service';
import {
  eventKeyVariables,
  ownVerificationKeys,
  testDatabase,
  testParts,
  testTopics,
  waitFor,
  watchTopic,
  type TestDatabase,
  type WatchedTopic,
} from '@trailbook/testing';
import { IdentityConfig } from './identity.config';
import { IdentityModule } from './identity.module';

export const OPERATOR_KEY = 'operator-key-of-the-specs-0123456789';

/** What answers are made of, as far as specs look into them. */
export interface AnswerBody {
  uid: string;
  adminUid: string;
  apiKey: string;
  token: string;
  device?: string;
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

/** Identity as the gateway meets it: wired, on real parts, called with signed identities. */
export class IdentityFixture {
  private readonly keys = generateKeyPairSync('ed25519', {
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  private readonly sign = createIdentitySigner(this.keys.privateKey, 'spec');
  database!: TestDatabase;
  private topic!: WatchedTopic;
  private app!: NestFastifyApplication;

  /** On a database and a topic of its own. @returns the administrator of a tenant Acme */
  async start(): Promise<Caller> {
    const topics = testTopics();
    this.database = await testDatabase();
    this.topic = await watchTopic(topics.events);
    const config = loadConfig(IdentityConfig, {
      DATABASE_URL: this.database.url('trailbook_identity'),
      KAFKA_BROKERS: testParts().kafka,
      AUDIT_TOPIC: topics.events,
      ...eventKeyVariables('identity'),
      INTERNAL_PUBLIC_KEYS: JSON.stringify({ spec: this.keys.publicKey }),
      TOKEN_SIGNING_KEY: this.keys.privateKey,
      OPERATOR_API_KEY: OPERATOR_KEY,
    });
    this.app = await createService(
      { name: 'identity', config, module: IdentityModule.forRoot(config), setup: (app) => IdentityModule.setUp(app) },
      createLogger('identity', 'silent'),
    );
    return this.tenant('Acme', 'ada@acme.example');
  }

  get<T>(part: Type<T>): T {
    return this.app.get(part, { strict: false });
  }

  async stop(): Promise<void> {
    if (this.app) await stopService(this.app, 10_000);
    await this.topic?.stop();
    await this.database?.drop();
  }

  /** What it has published, to the byte. */
  get records(): WatchedTopic['records'] {
    return this.topic.records;
  }

  /** The audit events that it has published. @throws Error when one of them would be rejected */
  events(): AuditEvent[] {
    return this.records.flatMap((record) => {
      const decision = decide(record, { verificationKeys: ownVerificationKeys() });
      if (decision.kind === 'rejected') throw new Error(decision.reason);
      return decision.kind === 'event' ? [decision.event] : [];
    });
  }

  /** The event that an answer names, once it is in Kafka. */
  async eventOf(auditUid: string | undefined): Promise<AuditEvent> {
    return waitFor('the event in Kafka', () => this.events().find(({ uid }) => uid === auditUid));
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

  /** Makes a user of the caller's tenant; answers the uid. */
  async user(by: Caller, emailId: string, more: object = {}): Promise<string> {
    const { body, status } = await this.call(by, 'POST', `/v1/tenants/${by.tenantUid}/users`, {
      spec: { emailId, ...more },
    });
    if (status !== 201) throw new Error(`no user: ${status} ${JSON.stringify(body)}`);
    return body.uid;
  }

  /** The caller at tenant scope that the gateway would make of a credential. */
  async callerWith(credential: { token: string } | { apiKey: string }): Promise<Caller> {
    const principal = await this.principal(credential);
    if (!principal) throw new Error('the credential is refused');
    const { tenantUid, tenantName, userUid, emailId, actorType, tenantPermissions, sessionUid } = principal;
    const who = { tenantUid, userUid, emailId, actorType, sessionUid, org: tenantName, permissions: tenantPermissions };
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
