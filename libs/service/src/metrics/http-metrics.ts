import { Histogram, register } from 'prom-client';

const duration = new Histogram({
  name: 'trailbook_http_request_duration_seconds',
  help: 'Time from a request to the end of its answer',
  labelNames: ['method', 'route', 'status'],
  buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
  registers: [register],
});

/** `route` is a pattern, never a path: the number of series stays bounded. */
export function observeRequest(method: string, route: string, status: number, seconds: number): void {
  duration.observe({ method, route, status }, seconds);
}
