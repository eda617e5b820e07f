import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { CurrentCaller, RequirePermission, type Caller } from '@trailbook/access';
import { PageQuery } from '@trailbook/service';
import { roleAnswer, RoleBody } from './role.dto';
import { RolesService } from './roles.service';

@Controller('v1/tenants/:tenantUid/roles')
export class RolesController {
  constructor(private readonly roles: RolesService) {}

  @Get()
  @RequirePermission('role.list')
  async list(@CurrentCaller() caller: Caller, @Query() query: PageQuery) {
    const { items, listmeta } = await this.roles.list(caller, query);
    return { items: items.map(roleAnswer), listmeta };
  }

  @Post()
  @RequirePermission('role.create')
  async create(@CurrentCaller() caller: Caller, @Body() body: RoleBody) {
    return { uid: await this.roles.create(caller, body) };
  }

  @Get(':uid')
  @RequirePermission('role.get')
  async get(@CurrentCaller() caller: Caller, @Param('uid') uid: string) {
    return roleAnswer(await this.roles.get(caller, uid));
  }

  @Put(':uid')
  @HttpCode(204)
  @RequirePermission('role.update')
  async update(@CurrentCaller() caller: Caller, @Param('uid') uid: string, @Body() body: RoleBody) {
    await this.roles.update(caller, uid, body);
  }

  @Delete(':uid')
  @HttpCode(204)
  @RequirePermission('role.delete')
  async delete(@CurrentCaller() caller: Caller, @Param('uid') uid: string) {
    await this.roles.delete(caller, uid);
  }
}
