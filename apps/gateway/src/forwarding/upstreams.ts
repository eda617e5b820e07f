import { ApiError } from '@trailbook/service';
import { Pool, type Dispatcher } from 'undici';
import type { GatewayConfig } from '../gateway.config';
import type { ServiceName } from '../routes/route';

/** More than these waiting for a connection means that the service does not keep up: better refused than late. */
const maxQueued = 4_096;

export type UpstreamRequest = Pick<
  Dispatcher.RequestOptions,
  'method' | 'path' | 'headers' | 'body' | 'signal' | 'headersTimeout' | 'bodyTimeout'
>;

/** Connections to the services, kept alive. Downloads have their own, so that they never use up those of short reads. */
export class Upstreams {
  private readonly pools: Record<ServiceName, { short: Pool; streams: Pool }>;

  constructor(config: GatewayConfig) {
    this.pools = {
      identity: poolsTo(config.IDENTITY_URL),
      query: poolsTo(config.QUERY_URL),
      'trail-sink': poolsTo(config.TRAIL_SINK_URL),
      'cluster-profiles': poolsTo(config.CLUSTER_PROFILES_URL),
    };
  }

  /** @throws what undici throws; ApiError 503 when too much is waiting already */
  request(service: ServiceName, request: UpstreamRequest, streams = false): Promise<Dispatcher.ResponseData> {
    const pool = this.pools[service][streams ? 'streams' : 'short'];
    if (pool.stats.queued > maxQueued) throw ApiError.unavailable();
    return pool.request(request);
  }

  /** @throws when the service does not answer its health check within 2 s */
  async assertReachable(service: ServiceName): Promise<void> {
    const { statusCode, body } = await this.request(service, {
      method: 'GET',
      path: '/healthz',
      signal: AbortSignal.timeout(2_000),
    });
    await body.dump();
    if (statusCode !== 200) throw new Error(`${service} answered ${statusCode} to its health check`);
  }

  async close(): Promise<void> {
    await Promise.all(Object.values(this.pools).flatMap(({ short, streams }) => [short.destroy(), streams.destroy()]));
  }
}

function poolsTo(url: string): { short: Pool; streams: Pool } {
  const options: Pool.Options = {
    pipelining: 1,
    connect: { timeout: 2_000 },
    // Below the 72 s after which services close an idle connection, so that none is used while it closes.
    keepAliveTimeout: 60_000,
    keepAliveMaxTimeout: 65_000,
  };
  return {
    short: new Pool(new URL(url).origin, { ...options, connections: 128 }),
    streams: new Pool(new URL(url).origin, { ...options, connections: 64 }),
  };
}
