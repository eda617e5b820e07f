import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { CurrentCaller, RequirePermission, type Caller } from '@trailbook/access';
import { apiKeyAnswer, ApiKeyBody, ApiKeyQuery } from './api-key.dto';
import { ApiKeysService } from './api-keys.service';

@Controller('v1/tenants/:tenantUid/apiKeys')
export class ApiKeysController {
  constructor(private readonly keys: ApiKeysService) {}

  @Get()
  @RequirePermission('apikey.list')
  async list(@CurrentCaller() caller: Caller, @Query() query: ApiKeyQuery) {
    const { items, listmeta } = await this.keys.list(caller, query);
    return { items: items.map(apiKeyAnswer), listmeta };
  }

  /** The one answer that shows a key. */
  @Post()
  @RequirePermission('apikey.create')
  create(@CurrentCaller() caller: Caller, @Body() body: ApiKeyBody) {
    return this.keys.create(caller, body);
  }

  @Get(':uid')
  @RequirePermission('apikey.get')
  async get(@CurrentCaller() caller: Caller, @Param('uid') uid: string) {
    return apiKeyAnswer(await this.keys.get(caller, uid));
  }

  @Put(':uid')
  @HttpCode(204)
  @RequirePermission('apikey.update')
  async update(@CurrentCaller() caller: Caller, @Param('uid') uid: string, @Body() body: ApiKeyBody) {
    await this.keys.update(caller, uid, body);
  }

  @Delete(':uid')
  @HttpCode(204)
  @RequirePermission('apikey.delete')
  async delete(@CurrentCaller() caller: Caller, @Param('uid') uid: string) {
    await this.keys.delete(caller, uid);
  }
}
