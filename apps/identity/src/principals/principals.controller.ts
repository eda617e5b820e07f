import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { Internal, type Principal } from '@trailbook/access';
import { ApiError } from '@trailbook/service';
import { CredentialBody } from './principal.dto';
import { PrincipalsService } from './principals.service';

@Controller('internal/principal')
export class PrincipalsController {
  constructor(private readonly principals: PrincipalsService) {}

  @Post()
  @HttpCode(200)
  @Internal()
  async principal(@Body() { token, apiKey }: CredentialBody): Promise<Principal> {
    const principal = token
      ? await this.principals.ofToken(token)
      : apiKey
        ? await this.principals.ofApiKey(apiKey)
        : undefined;
    if (!principal) throw ApiError.unauthorized();
    return principal;
  }
}
