import { Optional, Text } from '@trailbook/service';
import { Type } from 'class-transformer';
import { IsDefined, IsObject, ValidateNested } from 'class-validator';
import type { Project } from './project.entity';

class ProjectMetadata {
  @Text(1, 128)
  name!: string;

  @Optional()
  @Text(0, 1024)
  description?: string;
}

export class ProjectBody {
  @IsDefined({ message: 'metadata is required' })
  @IsObject()
  @ValidateNested()
  @Type(() => ProjectMetadata)
  metadata!: ProjectMetadata;
}

export function projectAnswer({ uid, name, description, createdAt, updatedAt }: Project) {
  return {
    metadata: {
      uid,
      name,
      description,
      creationTimestamp: createdAt.toISOString(),
      lastModifiedTimestamp: updatedAt.toISOString(),
    },
    spec: {},
  };
}
