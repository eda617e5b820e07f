import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { CurrentCaller, RequirePermission, type Caller } from '@trailbook/access';
import { PageQuery } from '@trailbook/service';
import { DataSource } from 'typeorm';
import { tenantRoles } from './tenant-roles';
import { userAnswer, UserBody } from './user.dto';
import type { User } from './user.entity';
import { UsersService } from './users.service';

@Controller('v1')
export class UsersController {
  constructor(
    private readonly users: UsersService,
    private readonly dataSource: DataSource,
  ) {}

  /** The list as clients of the Palette API ask for it. */
  @Get('users')
  @RequirePermission('user.list')
  listForClients(@CurrentCaller() caller: Caller, @Query() query: PageQuery) {
    return this.list(caller, query);
  }

  @Get('tenants/:tenantUid/users')
  @RequirePermission('user.list')
  async list(@CurrentCaller() caller: Caller, @Query() query: PageQuery) {
    const { items, listmeta } = await this.users.list(caller, query);
    return { items: await this.answers(items), listmeta };
  }

  @Post('tenants/:tenantUid/users')
  @RequirePermission('user.create')
  async create(@CurrentCaller() caller: Caller, @Body() body: UserBody) {
    return { uid: await this.users.create(caller, body) };
  }

  @Get('tenants/:tenantUid/users/:uid')
  @RequirePermission('user.get')
  async get(@CurrentCaller() caller: Caller, @Param('uid') uid: string) {
    const [answer] = await this.answers([await this.users.get(caller, uid)]);
    return answer;
  }

  @Put('tenants/:tenantUid/users/:uid')
  @HttpCode(204)
  @RequirePermission('user.update')
  async update(@CurrentCaller() caller: Caller, @Param('uid') uid: string, @Body() body: UserBody) {
    await this.users.update(caller, uid, body);
  }

  @Delete('tenants/:tenantUid/users/:uid')
  @HttpCode(204)
  @RequirePermission('user.delete')
  async delete(@CurrentCaller() caller: Caller, @Param('uid') uid: string) {
    await this.users.delete(caller, uid);
  }

  private async answers(users: readonly User[]) {
    const roles = await tenantRoles(this.dataSource.manager, users);
    return users.map((user) => userAnswer(user, roles.get(user.uid) ?? []));
  }
}
