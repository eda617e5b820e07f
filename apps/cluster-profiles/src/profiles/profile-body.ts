import { JsonObject, Optional, Text } from '@trailbook/service';
import { Type } from 'class-transformer';
import { IsDefined, IsObject, ValidateNested } from 'class-validator';

class ProfileMetadata {
  @Text(1, 256)
  name!: string;

  @Optional()
  @Text(0, 1024)
  description?: string;
}

/** A profile as it is sent. */
export class ProfileBody {
  @IsDefined({ message: 'metadata is required' })
  @IsObject()
  @ValidateNested()
  @Type(() => ProfileMetadata)
  metadata!: ProfileMetadata;

  @JsonObject()
  spec!: object;
}

/** What of a profile its users say. */
export interface ProfileDraft {
  name: string;
  description: string;
  /** Any JSON object. */
  spec: object;
}

export function draftOf({ metadata: { name, description = '' }, spec }: ProfileBody): ProfileDraft {
  return { name, description, spec };
}
