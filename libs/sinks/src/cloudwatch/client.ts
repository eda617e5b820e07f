import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { NodeHttpHandler } from '@smithy/node-http-handler';
import type { AwsIdentity, AwsIdentityProvider } from './configuration';
import { permittedCommandNames } from './permitted';
import { addReadyMadeBodies } from './put-log-events';

// The SDK announces on standard error when it will stop supporting a Node version; that is the platform's concern, at build time.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

export interface ClientOptions {
  readonly region: string;
  readonly credentials: AwsIdentity | AwsIdentityProvider;
  readonly connections: NodeHttpHandler;
  /** Attempts per call, the first included; the SDK waits between them with full jitter. */
  readonly maxAttempts: number;
}

/** Says to AWS who calls. The SDK puts its own text together anew for each call, which took a tenth of a small one's time. */
const userAgent = 'trailbook-trail-sink';

/** A CloudWatch Logs client that makes the six permitted calls and can't be brought to make another. */
export function cloudWatchClient(options: ClientOptions): CloudWatchLogsClient {
  const client = new CloudWatchLogsClient({
    region: options.region,
    credentials: options.credentials,
    requestHandler: options.connections,
    maxAttempts: options.maxAttempts,
    retryMode: 'standard',
    // Calls without options share the middleware that was put together for the first of their kind, and its context.
    cacheMiddleware: true,
  });
  client.middlewareStack.add(
    (next, context) => async (call) => {
      const name = context.commandName ?? 'a call without a name';
      if (!permittedCommandNames.has(name)) throw new Error(`${name} isn't one of the permitted CloudWatch calls`);
      return next(call);
    },
    { step: 'initialize', name: 'permittedCallsOnly', priority: 'high' },
  );
  client.middlewareStack.remove('getUserAgentMiddleware');
  client.middlewareStack.add(
    (next) => (call) => {
      (call.request as { headers: Record<string, string> }).headers['user-agent'] = userAgent;
      return next(call);
    },
    { step: 'build', name: 'userAgent' },
  );
  addReadyMadeBodies(client);
  return client;
}
