import { EventSigningKeyVariable, KafkaVariables } from '@trailbook/service';
import { IsOptional, IsString, MinLength } from 'class-validator';

/** What the commands on rejected records read from their environment. */
export class RejectedConfig extends KafkaVariables {
  @IsString()
  @MinLength(1)
  AUDIT_REJECTED_TOPIC: string = 'audit.events.rejected';

  /** Ingest's. A replay is told of in the log, which takes it only signed. */
  @IsOptional()
  @EventSigningKeyVariable()
  EVENT_SIGNING_KEY?: string;
}
