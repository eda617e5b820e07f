import { fromNodeProviderChain } from '@aws-sdk/credential-providers';
import { Inject, Injectable } from '@nestjs/common';
import {
  AddressPolicy,
  CloudWatchSink,
  guardedAgent,
  openConnections,
  SplunkSink,
  type AwsIdentityProvider,
  type Sink,
} from '@trailbook/sinks';
import { TrailSinkConfig } from '../trail-sink.config';
import { configurationOf, isSplunk, type TrailSecrets, type TrailSettings } from '../trails/trail-settings';

const timeouts = { connectTimeoutMs: 3_000, requestTimeoutMs: 15_000 };

/** Makes sinks: they share connections, and the platform's AWS identity for assuming roles. */
@Injectable()
export class SinkFactory {
  readonly connections = openConnections(timeouts);
  private readonly anywhere;
  readonly platform: AwsIdentityProvider;

  constructor(@Inject(TrailSinkConfig) config: TrailSinkConfig) {
    this.anywhere = guardedAgent({ policy: new AddressPolicy(config.SINK_ALLOWED_ADDRESSES), ...timeouts });
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

  open(trailUid: string, settings: TrailSettings, secrets: TrailSecrets): Sink {
    if (isSplunk(settings)) {
      return new SplunkSink({ ...settings, token: secrets.token ?? '' }, { connections: this.anywhere });
    }
    const { connections, platform } = this;
    return new CloudWatchSink(configurationOf(trailUid, settings, secrets), { connections, platform, maxAttempts: 3 });
  }

  close(): void {
    this.connections.destroy();
    void this.anywhere.destroy();
  }
}
