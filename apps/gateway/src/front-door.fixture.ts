import { generateKeyPairSync } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import {
  builtInRoles,
  createIdentityVerifier,
  identityHeader,
  type Principal,
  type SignedCaller,
} from '@trailbook/access';
import { createLogger, createService, loadConfig, startTracing, stopService } from '@trailbook/service';
import { setUpGateway } from './gateway';
import { GatewayConfig } from './gateway.config';
import { canonicalUrl } from './routes/canonical-url';

@Module({})
class FixtureModule {}

export interface ReceivedCall {
  service: string;
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  body: string;
  /** The caller as signed for this service, method and path. */
  caller?: SignedCaller;
}

type Handler = (request: IncomingMessage, response: ServerResponse, call: ReceivedCall) => void;

export const admin: Principal = {
  tenantUid: 't1',
  tenantName: 'Tenant One',
  userUid: 'u-admin',
  emailId: 'admin@one.example',
  actorType: 'user',
  tenantPermissions: [...builtInRoles['Tenant Admin'].permissions],
  projects: [
    { uid: 'p1', name: 'Project One', permissions: [] },
    { uid: 'p2', name: 'Project Two', permissions: [] },
  ],
};

export const projectViewer: Principal = {
  ...admin,
  userUid: 'u-viewer',
  emailId: 'viewer@one.example',
  tenantPermissions: [],
  projects: [{ uid: 'p1', name: 'Project One', permissions: [...builtInRoles['Project Viewer'].permissions] }],
};

export const nobody: Principal = { ...admin, userUid: 'u-nobody', tenantPermissions: [], projects: [] };

/** A gateway on a free port before services of the spec's own making, which record what reaches them. */
export class FrontDoor {
  readonly calls: ReceivedCall[] = [];
  /** What identity was asked by the gateway itself. */
  readonly internalCalls: ReceivedCall[] = [];
  readonly principals = new Map<string, Principal>();
  /** How often each credential was looked up. */
  readonly lookUps = new Map<string, number>();
  handler: Handler = (_request, response, call) => answerJson(response, 200, { service: call.service });
  internal: Handler = (_request, response, call) => this.answerInternal(response, call);
  url = '';

  private readonly keys = generateKeyPairSync('ed25519');
  private readonly servers = new Map<string, Server>();
  private readonly ports = new Map<string, number>();
  private app?: NestFastifyApplication;

  /** Lines of its log, where `LOG_LEVEL` lets it write any. */
  readonly log: string[] = [];

  async start(env: NodeJS.ProcessEnv = {}): Promise<this> {
    const urls: Record<string, string> = {};
    for (const service of ['identity', 'query', 'trail-sink', 'cluster-profiles']) {
      urls[`${service.toUpperCase().replace('-', '_')}_URL`] = await this.startService(service);
    }
    const config = loadConfig(GatewayConfig, {
      ...urls,
      INTERNAL_SIGNING_KEY: this.keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      INTERNAL_SIGNING_KEY_ID: 'k1',
      LOG_LEVEL: 'silent',
      UPSTREAM_RECONNECT_MS: '100',
      ...env,
    });
    startTracing('gateway');
    this.app = await createService(
      {
        name: 'gateway',
        config,
        module: FixtureModule,
        http: { rewriteUrl: canonicalUrl },
        setup: (app) => setUpGateway(app, config),
      },
      createLogger('gateway', config.LOG_LEVEL, { write: (line: string) => void this.log.push(line) }),
    );
    await this.app.listen(0, '127.0.0.1');
    this.url = await this.app.getUrl();
    return this;
  }

  async stop(): Promise<void> {
    for (const server of this.servers.values()) server.closeAllConnections();
    if (this.app) await stopService(this.app, 5_000);
    await Promise.all([...this.servers.keys()].map((service) => this.stopService(service)));
  }

  async stopService(service: string): Promise<void> {
    const server = this.servers.get(service);
    this.servers.delete(service);
    server?.closeAllConnections();
    await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
  }

  /** Calls the gateway as a client with an API key would. */
  fetch(path: string, apiKey?: string, init: RequestInit = {}): Promise<Response> {
    return fetch(this.url + path, { ...init, headers: { ...(apiKey && { ApiKey: apiKey }), ...init.headers } });
  }

  /** Starts a service again that was stopped, on its port. */
  async startAgain(service: string): Promise<void> {
    await this.startService(service, this.ports.get(service));
  }

  private async startService(service: string, port = 0): Promise<string> {
    const publicKey = this.keys.publicKey.export({ type: 'spki', format: 'pem' }).toString();
    const verify = createIdentityVerifier({ k1: publicKey });
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { method = '', url = '', headers } = request;
        if (url === '/healthz') return answerJson(response, 200, {});
        const token = String(headers[identityHeader]);
        const identity = verify(token, { audience: service, method, path: url.split('?')[0] ?? '' });
        const caller = identity === 'gateway' ? undefined : identity;
        const call = { service, method, url, headers, body: Buffer.concat(chunks).toString(), caller };
        if (url.startsWith('/internal/')) return this.internal(request, response, call);
        this.calls.push(call);
        return this.handler(request, response, call);
      });
    });
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    const { port: taken } = server.address() as AddressInfo;
    this.servers.set(service, server);
    this.ports.set(service, taken);
    return `http://127.0.0.1:${taken}`;
  }

  private answerInternal(response: ServerResponse, call: ReceivedCall): void {
    const body = JSON.parse(call.body) as { apiKey?: string; token?: string; password?: string; device?: string };
    this.internalCalls.push(call);
    if (call.url === '/internal/authenticate') {
      const { device } = body;
      if (body.password === 'right') answerJson(response, 200, { token: 'YQ.YQ.YQ', ...(device && { device }) });
      else answerJson(response, 401, {});
      return;
    }
    const credential = body.apiKey ?? body.token ?? '';
    this.lookUps.set(credential, (this.lookUps.get(credential) ?? 0) + 1);
    const principal = this.principals.get(credential);
    answerJson(response, principal ? 200 : 401, principal ?? {});
  }
}

export function answerJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
