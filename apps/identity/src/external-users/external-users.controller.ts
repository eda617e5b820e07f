import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { Internal, type Principal } from '@trailbook/access';
import { ApiError } from '@trailbook/service';
import { PrincipalsService } from '../principals/principals.service';
import { AssertionBody, ExternalLoginBody, RefusedLoginBody } from './external-user.dto';
import { ExternalLogins } from './external-logins.service';
import { ExternalUsersService } from './external-users.service';

/** Users of OpenID Connect issuers, whose tokens the gateway has verified. */
@Controller('internal')
export class ExternalUsersController {
  constructor(
    private readonly users: ExternalUsersService,
    private readonly logins: ExternalLogins,
    private readonly principals: PrincipalsService,
  ) {}

  @Post('external-principal')
  @HttpCode(200)
  @Internal()
  async principal(@Body() assertion: AssertionBody): Promise<Principal> {
    const user = await this.users.admit(assertion);
    const principal = await this.principals.ofUser(user.tenantUid, user.uid);
    if (!principal) throw ApiError.unauthorized();
    return principal;
  }

  @Post('external-session')
  @HttpCode(200)
  @Internal()
  async session(@Body() body: ExternalLoginBody) {
    return { token: await this.logins.open(body) };
  }

  @Post('external-session/refused')
  @HttpCode(204)
  @Internal()
  async refused(@Body() body: RefusedLoginBody): Promise<void> {
    await this.logins.refuse(body);
  }
}
