import { Text } from '@trailbook/service';
import { IsOptional } from 'class-validator';

/** A credential that somebody showed at the gateway; one of the two. */
export class CredentialBody {
  @IsOptional()
  @Text(0, 8192)
  token?: string;

  @IsOptional()
  @Text(0, 8192)
  apiKey?: string;
}
