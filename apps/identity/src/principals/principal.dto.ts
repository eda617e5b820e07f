import { Optional, Text } from '@trailbook/service';

/** A credential that somebody showed at the gateway; one of the two. */
export class CredentialBody {
  @Optional()
  @Text(0, 8192)
  token?: string;

  @Optional()
  @Text(0, 8192)
  apiKey?: string;
}
