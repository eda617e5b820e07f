import { Controller, Get, Query, UseGuards } from '@nestjs/common';
import { CurrentCaller, RequirePermission, type Caller } from '@trailbook/access';
import { partitionOfRegion, permittedActions } from '@trailbook/sinks';
import { PlatformPrincipal } from '../verification/platform-principal';
import { BodyFields } from './body-fields';
import { ExternalIds } from './external-ids';
import { OwnTenantGuard } from './own-tenant.guard';
import { permissionsPolicy, trustPolicy } from './trail-defaults';

const placeholder = { group: 'LOG-GROUP', region: 'REGION', account: '*' };

/** What a person needs in AWS before a trail is made. */
@Controller('v1/tenants/:tenantUid/auditTrails/defaults')
@UseGuards(OwnTenantGuard)
export class TrailDefaultsController {
  constructor(
    private readonly externalIds: ExternalIds,
    private readonly platform: PlatformPrincipal,
  ) {}

  @Get()
  @RequirePermission('trail.get')
  async defaults(@CurrentCaller() { tenantUid }: Caller, @Query() query: Record<string, unknown>) {
    const fields = BodyFields.of({ ...query }, '');
    const group = fields.optionalText('group', { max: 512 }) ?? placeholder.group;
    const region = fields.optionalText('region', { max: 64 }) ?? placeholder.region;
    const roleArn = fields.optionalText('roleArn', { max: 2_048 }) ?? '';
    const account = /^arn:[a-z-]+:iam::(\d{12}):/.exec(roleArn)?.[1] ?? placeholder.account;
    const partition = partitionOfRegion(region) ?? 'aws';
    const [externalId, principalArn] = await Promise.all([this.externalIds.own(tenantUid), this.platform.arn()]);
    return {
      externalId,
      principalArn,
      permissions: permittedActions,
      policies: {
        permissions: permissionsPolicy({ group, region, partition, account }),
        trust: principalArn === null ? null : trustPolicy(principalArn, externalId),
      },
    };
  }
}
