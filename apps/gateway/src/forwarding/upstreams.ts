import type { Dispatcher } from 'undici';
import type { GatewayConfig } from '../gateway.config';
import type { ServiceName } from '../routes/route';
import { Upstream, type UpstreamRequest } from './upstream';

/** Connections to the services, kept alive. Downloads have their own, so that they never use up those of short reads. */
export class Upstreams {
  private readonly services: Record<ServiceName, Upstream>;

  constructor(config: GatewayConfig) {
    const to = (url: string) => new Upstream(url, config.UPSTREAM_RECONNECT_MS);
    this.services = {
      identity: to(config.IDENTITY_URL),
      query: to(config.QUERY_URL),
      'trail-sink': to(config.TRAIL_SINK_URL),
      'cluster-profiles': to(config.CLUSTER_PROFILES_URL),
    };
  }

  /** @throws what undici throws; ApiError 503 when too much is waiting already */
  request(service: ServiceName, request: UpstreamRequest): Promise<Dispatcher.ResponseData> {
    return this.services[service].request(request);
  }

  /** @throws when the service does not answer its health check within 2 s; a restart of it is no such absence */
  assertReachable(service: ServiceName): Promise<void> {
    return this.services[service].assertReachable();
  }

  async close(): Promise<void> {
    await Promise.all(Object.values(this.services).map((service) => service.close()));
  }
}
