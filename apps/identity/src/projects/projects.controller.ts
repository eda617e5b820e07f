import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { CurrentCaller, RequirePermission, type Caller } from '@trailbook/access';
import { PageQuery } from '@trailbook/service';
import { projectAnswer, ProjectBody } from './project.dto';
import { ProjectsService } from './projects.service';

@Controller('v1/tenants/:tenantUid/projects')
export class ProjectsController {
  constructor(private readonly projects: ProjectsService) {}

  @Get()
  @RequirePermission('project.list')
  async list(@CurrentCaller() caller: Caller, @Query() query: PageQuery) {
    const { items, listmeta } = await this.projects.list(caller, query);
    return { items: items.map(projectAnswer), listmeta };
  }

  @Post()
  @RequirePermission('project.create')
  async create(@CurrentCaller() caller: Caller, @Body() body: ProjectBody) {
    return { uid: await this.projects.create(caller, body) };
  }

  @Get(':uid')
  @RequirePermission('project.get')
  async get(@CurrentCaller() caller: Caller, @Param('uid') uid: string) {
    return projectAnswer(await this.projects.get(caller, uid));
  }

  @Put(':uid')
  @HttpCode(204)
  @RequirePermission('project.update')
  async update(@CurrentCaller() caller: Caller, @Param('uid') uid: string, @Body() body: ProjectBody) {
    await this.projects.update(caller, uid, body);
  }

  @Delete(':uid')
  @HttpCode(204)
  @RequirePermission('project.delete')
  async delete(@CurrentCaller() caller: Caller, @Param('uid') uid: string) {
    await this.projects.delete(caller, uid);
  }
}
