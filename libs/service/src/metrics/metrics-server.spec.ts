import { observeRequest } from './http-metrics';
import { startMetricsServer } from './metrics-server';

describe('the metrics', () => {
  it('are on a port of their own, and nothing else is', async () => {
    const metrics = await startMetricsServer('127.0.0.1', 0);
    observeRequest('GET', '/v1/audits', 200, 0.02);
    const text = await (await fetch(metrics.url)).text();
    expect(text).toContain('process_cpu_seconds_total');
    expect(text).toContain(
      'trailbook_http_request_duration_seconds_bucket{le="0.025",method="GET",route="/v1/audits",status="200"} 1',
    );
    expect((await fetch(metrics.url.replace('/metrics', '/healthz'))).status).toBe(404);
    await expect(startMetricsServer('127.0.0.1', Number(new URL(metrics.url).port))).rejects.toThrow('EADDRINUSE');
    await metrics.close();
  });
});
