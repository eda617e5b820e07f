import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { CurrentCaller, RequirePermission, type Caller } from '@trailbook/access';
import { PageQuery } from '@trailbook/service';
import { profileAnswer } from './profile-answer';
import { draftOf, ProfileBody } from './profile-body';
import { ProfilesService } from './profiles.service';

@Controller('v1/clusterprofiles')
export class ProfilesController {
  constructor(private readonly profiles: ProfilesService) {}

  @Get()
  @RequirePermission('clusterprofile.list')
  async list(@CurrentCaller() caller: Caller, @Query() query: PageQuery) {
    const { items, listmeta } = await this.profiles.list(caller, query);
    return { items: items.map(profileAnswer), listmeta };
  }

  @Post()
  @RequirePermission('clusterprofile.create')
  async create(@CurrentCaller() caller: Caller, @Body() body: ProfileBody) {
    return { uid: await this.profiles.create(caller, draftOf(body)) };
  }

  @Get(':uid')
  @RequirePermission('clusterprofile.get')
  async get(@CurrentCaller() caller: Caller, @Param('uid') uid: string) {
    return profileAnswer(await this.profiles.get(caller, uid));
  }

  @Put(':uid')
  @HttpCode(204)
  @RequirePermission('clusterprofile.update')
  async update(@CurrentCaller() caller: Caller, @Param('uid') uid: string, @Body() body: ProfileBody) {
    await this.profiles.update(caller, uid, draftOf(body));
  }

  @Delete(':uid')
  @HttpCode(204)
  @RequirePermission('clusterprofile.delete')
  async delete(@CurrentCaller() caller: Caller, @Param('uid') uid: string) {
    await this.profiles.delete(caller, uid);
  }
}
