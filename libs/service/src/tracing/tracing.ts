import { diag, DiagLogLevel, type DiagLogger } from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { defaultResource, resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';

/**
 * Registers OpenTelemetry for this process. Without an endpoint nothing is exported, but trace ids still run through
 * logs, requests and Kafka.
 */
export function startTracing(serviceName: string, endpoint?: string): { stop(): Promise<void> } {
  const exporter = endpoint && new OTLPTraceExporter({ url: `${endpoint.replace(/\/$/, '')}/v1/traces` });
  const provider = new NodeTracerProvider({
    resource: defaultResource().merge(resourceFromAttributes({ 'service.name': `trailbook-${serviceName}` })),
    spanProcessors: exporter ? [new BatchSpanProcessor(exporter)] : [],
  });
  provider.register({ propagator: new W3CTraceContextPropagator() });
  return { stop: () => provider.shutdown() };
}

/** What OpenTelemetry has to complain about, such as an endpoint that does not answer, goes to the log. */
export function logTracingFaults(warn: (message: string) => void): void {
  const silent = () => undefined;
  const logger: DiagLogger = { error: warn, warn, info: silent, debug: silent, verbose: silent };
  diag.setLogger(logger, { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true });
}
