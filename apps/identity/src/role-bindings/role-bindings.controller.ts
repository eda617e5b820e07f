import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { CurrentCaller, RequirePermission, type Caller } from '@trailbook/access';
import { roleBindingAnswer, RoleBindingBody, RoleBindingQuery } from './role-binding.dto';
import { RoleBindingsService } from './role-bindings.service';

/** Bindings are given and taken away; there is nothing in one to change. */
@Controller('v1/tenants/:tenantUid/roleBindings')
export class RoleBindingsController {
  constructor(private readonly bindings: RoleBindingsService) {}

  @Get()
  @RequirePermission('role.list')
  async list(@CurrentCaller() caller: Caller, @Query() query: RoleBindingQuery) {
    const { items, listmeta } = await this.bindings.list(caller, query);
    return { items: items.map(roleBindingAnswer), listmeta };
  }

  @Post()
  @RequirePermission('role.bind')
  async create(@CurrentCaller() caller: Caller, @Body() body: RoleBindingBody) {
    return { uid: await this.bindings.create(caller, body) };
  }

  @Get(':uid')
  @RequirePermission('role.get')
  async get(@CurrentCaller() caller: Caller, @Param('uid') uid: string) {
    return roleBindingAnswer(await this.bindings.get(caller, uid));
  }

  @Delete(':uid')
  @HttpCode(204)
  @RequirePermission('role.bind')
  async delete(@CurrentCaller() caller: Caller, @Param('uid') uid: string) {
    await this.bindings.delete(caller, uid);
  }
}
