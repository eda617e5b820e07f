import { UrlVariable } from '@trailbook/service';
import { IsString } from 'class-validator';

/** What the command that encrypts anew reads: the same as the service, and nothing else of it. */
export class ReEncryptConfig {
  /** Of the role trailbook_sink. */
  @UrlVariable('postgres', 'postgresql')
  DATABASE_URL!: string;

  /** `kid:base64(32 bytes)[,kid2:…]`: the first encrypts, all of them decrypt. */
  @IsString()
  TRAIL_KEYS!: string;
}
