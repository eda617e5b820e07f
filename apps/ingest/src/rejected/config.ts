import { KafkaVariables } from '@trailbook/service';
import { IsString, MinLength } from 'class-validator';

/** What the commands on rejected records read from their environment. */
export class RejectedConfig extends KafkaVariables {
  @IsString()
  @MinLength(1)
  AUDIT_REJECTED_TOPIC: string = 'audit.events.rejected';
}
