import { Injectable, Logger } from '@nestjs/common';
import { callerArn } from '@trailbook/sinks';
import { principalOf } from '../trails/trail-defaults';
import { SinkFactory } from './sink-factory';

const keptMs = 600_000;
const timeoutMs = 5_000;

/** The platform's own principal in AWS, which tenants let assume their roles. */
@Injectable()
export class PlatformPrincipal {
  private readonly logger = new Logger(PlatformPrincipal.name);
  private known: { arn: string; until: number } | undefined;

  constructor(private readonly sinks: SinkFactory) {}

  /** Null where the platform has no AWS identity, or AWS can't be reached: then no role can be assumed either. */
  async arn(): Promise<string | null> {
    if (this.known && this.known.until > Date.now()) return this.known.arn;
    const { connections, platform } = this.sinks;
    const options = { connections, platform, maxAttempts: 1, region: process.env.AWS_REGION ?? 'us-east-1' };
    try {
      const arn = principalOf(await callerArn(platform, options, AbortSignal.timeout(timeoutMs)));
      this.known = { arn, until: Date.now() + keptMs };
      return arn;
    } catch (error) {
      this.logger.warn({ err: error, msg: 'the platform’s AWS identity is not known' });
      return null;
    }
  }
}
