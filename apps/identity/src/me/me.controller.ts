import { Body, Controller, Get, Put, Query } from '@nestjs/common';
import { Authenticated, CurrentCaller, type Caller } from '@trailbook/access';
import { Optional, Text } from '@trailbook/service';
import { PrincipalsService } from '../principals/principals.service';
import { PASSWORD_LENGTH } from '../users/user.dto';
import { OwnPassword } from './own-password.service';

class ProjectsQuery {
  @Optional()
  @Text(0, 256)
  name?: string;
}

class PasswordChange {
  @Text(1, 1024)
  currentPassword!: string;

  @Text(...PASSWORD_LENGTH)
  password!: string;
}

/** What a caller may know and change of himself. */
@Controller('v1')
export class MeController {
  constructor(
    private readonly principals: PrincipalsService,
    private readonly ownPassword: OwnPassword,
  ) {}

  @Get('me')
  @Authenticated()
  async me(@CurrentCaller() caller: Caller) {
    const { userUid, emailId, firstName, lastName, actorType, tenantUid, tenantName, tenantPermissions, projects } =
      await this.principals.ofCaller(caller);
    return {
      metadata: { uid: userUid, name: [firstName, lastName].filter(Boolean).join(' ') || emailId || userUid },
      spec: {
        emailId,
        firstName,
        lastName,
        actorType,
        tenant: { uid: tenantUid, name: tenantName },
        permissions: tenantPermissions,
        projects,
      },
    };
  }

  /** Every session of the user ends; the answer is a new one. */
  @Put('me/password')
  @Authenticated()
  async changePassword(@CurrentCaller() caller: Caller, @Body() { currentPassword, password }: PasswordChange) {
    return { Authorization: await this.ownPassword.change(caller, currentPassword, password), isMfa: false };
  }

  @Get('dashboard/projects/metadata')
  @Authenticated()
  async projects(@CurrentCaller() caller: Caller, @Query() { name }: ProjectsQuery) {
    const { projects } = await this.principals.ofCaller(caller);
    const named = projects.filter((project) => !name || project.name === name);
    return { items: named.map((project) => ({ metadata: { uid: project.uid, name: project.name } })) };
  }
}
