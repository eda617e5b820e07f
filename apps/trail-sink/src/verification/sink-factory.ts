import { fromNodeProviderChain } from '@aws-sdk/credential-providers';
import { Inject, Injectable } from '@nestjs/common';
import { CloudWatchSink, openConnections, type AwsIdentityProvider, type Sink } from '@trailbook/sinks';
import { TrailSinkConfig } from '../trail-sink.config';
import { configurationOf, type CloudWatchSettings, type TrailSecrets } from '../trails/trail-settings';

/** Makes sinks: they share connections, and the platform's AWS identity for assuming roles. */
@Injectable()
export class SinkFactory {
  readonly connections = openConnections({ connectTimeoutMs: 3_000, requestTimeoutMs: 15_000 });
  readonly platform: AwsIdentityProvider;

  constructor(@Inject(TrailSinkConfig) config: TrailSinkConfig) {
    const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = config;
    this.platform =
      AWS_ACCESS_KEY_ID && AWS_SECRET_ACCESS_KEY
        ? () =>
            Promise.resolve({
              accessKeyId: AWS_ACCESS_KEY_ID,
              secretAccessKey: AWS_SECRET_ACCESS_KEY,
              sessionToken: AWS_SESSION_TOKEN,
            })
        : fromNodeProviderChain();
  }

  open(trailUid: string, settings: CloudWatchSettings, secrets: TrailSecrets): Sink {
    const { connections, platform } = this;
    return new CloudWatchSink(configurationOf(trailUid, settings, secrets), { connections, platform, maxAttempts: 3 });
  }

  close(): void {
    this.connections.destroy();
  }
}
