import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { Internal } from '@trailbook/access';
import { LoginBody } from './login.dto';
import { SessionsService } from './sessions.service';

/** Logins, as the gateway passes them on. */
@Controller('internal/authenticate')
export class SessionsController {
  constructor(private readonly sessions: SessionsService) {}

  @Post()
  @HttpCode(200)
  @Internal()
  authenticate(@Body() body: LoginBody) {
    return this.sessions.login(body);
  }
}
