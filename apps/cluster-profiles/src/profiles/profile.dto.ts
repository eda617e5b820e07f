import { Type } from 'class-transformer';
import { IsDefined, IsObject, IsOptional, ValidateNested } from 'class-validator';
import { Text } from '@trailbook/service';
import type { ClusterProfile } from './cluster-profile.entity';

export class ProfileMetadata {
  @Text(1, 256)
  name!: string;

  @IsOptional()
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

  /** Any JSON object. */
  @IsObject({ message: 'spec must be an object' })
  spec!: object;
}

/** A profile as it is answered. */
export function profileAnswer(profile: ClusterProfile) {
  const { uid, name, description, createdAt, updatedAt, spec } = profile;
  return {
    metadata: {
      uid,
      name,
      description,
      creationTimestamp: createdAt.toISOString(),
      lastModifiedTimestamp: updatedAt.toISOString(),
    },
    spec,
  };
}
