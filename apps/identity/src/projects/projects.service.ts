import { Injectable } from '@nestjs/common';
import type { Caller } from '@trailbook/access';
import { AuditTrail, type AuditAction } from '@trailbook/producer';
import { ApiError, type Page, type PageQuery } from '@trailbook/service';
import { DataSource, type EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { nameKey } from '../database/name-key';
import { readPage } from '../database/read-page';
import { TenantTransaction } from '../database/tenant-transaction';
import { unlessTaken } from '../database/unless-taken';
import type { ProjectBody } from './project.dto';
import { Project } from './project.entity';

@Injectable()
export class ProjectsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transaction: TenantTransaction,
    private readonly audit: AuditTrail,
  ) {}

  list({ tenantUid }: Caller, query: PageQuery): Promise<Page<Project>> {
    return readPage(this.dataSource.manager, Project, { tenantUid }, query);
  }

  get({ tenantUid }: Caller, uid: string): Promise<Project> {
    return projectOf(this.dataSource.manager, tenantUid, uid);
  }

  async create(caller: Caller, { metadata }: ProjectBody): Promise<string> {
    return this.transaction.run(caller.tenantUid, async (manager) => {
      const project = manager.create(Project, { uid: uuidv7(), tenantUid: caller.tenantUid, ...contentOf(metadata) });
      await unlessTaken(`A project named ${project.name}`, () => manager.insert(Project, project));
      await this.record(manager, caller, 'create', project, { after: stateOf(project) });
      return project.uid;
    });
  }

  async update(caller: Caller, uid: string, { metadata }: ProjectBody): Promise<void> {
    await this.transaction.run(caller.tenantUid, async (manager) => {
      const project = await projectOf(manager, caller.tenantUid, uid);
      const before = stateOf(project);
      Object.assign(project, contentOf(metadata));
      await unlessTaken(`A project named ${project.name}`, () => manager.update(Project, { uid }, contentOf(metadata)));
      await this.record(manager, caller, 'update', project, { before, after: stateOf(project) });
    });
  }

  /** The project's entries stay in the log; its role bindings go with it. */
  async delete(caller: Caller, uid: string): Promise<void> {
    await this.transaction.run(caller.tenantUid, async (manager) => {
      const project = await projectOf(manager, caller.tenantUid, uid);
      await manager.delete(Project, { uid });
      await this.record(manager, caller, 'delete', project, { before: stateOf(project) });
    });
  }

  private async record(
    manager: EntityManager,
    caller: Caller,
    actionType: 'create' | 'update' | 'delete',
    { uid, name }: Project,
    states: Pick<AuditAction, 'before' | 'after'>,
  ): Promise<void> {
    const done = { create: 'Created', update: 'Updated', delete: 'Deleted' }[actionType];
    const resource = { kind: 'project', uid, name };
    await this.audit.record(manager, caller, {
      actionType,
      resource,
      actionMsg: `${done} the project ${name}`,
      ...states,
    });
  }
}

/** @throws ApiError 404 for a project that is not the tenant's */
export async function projectOf(manager: EntityManager, tenantUid: string, uid: string): Promise<Project> {
  const project = await manager.findOneBy(Project, { tenantUid, uid });
  if (!project) throw ApiError.notFound('The project');
  return project;
}

function contentOf({ name, description }: ProjectBody['metadata']): Pick<Project, 'name' | 'nameKey' | 'description'> {
  return { name, nameKey: nameKey(name), description: description ?? '' };
}

function stateOf({ name, description }: Project) {
  return { metadata: { name, description } };
}
