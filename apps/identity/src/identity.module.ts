import { Module, type DynamicModule, type INestApplication } from '@nestjs/common';
import { AccessModule } from '@trailbook/access';
import { ownSources } from '@trailbook/contract';
import { AuditProducer, connectKafka, kafkaConfigFrom, KafkaReachability } from '@trailbook/messaging';
import { OutboxRelay, ProducerModule, serviceDatabase } from '@trailbook/producer';
import { createLogger, ReadinessRegistry } from '@trailbook/service';
import { DataSource } from 'typeorm';
import { ApiKey } from './api-keys/api-key.entity';
import { ApiKeysController } from './api-keys/api-keys.controller';
import { ApiKeysService } from './api-keys/api-keys.service';
import { BootstrapService } from './bootstrap/bootstrap.service';
import { TenantTransaction } from './database/tenant-transaction';
import { AssertedRoles } from './external-users/asserted-roles.service';
import { EarlierAuthenticators } from './external-users/earlier-authenticators.service';
import { ExternalLogins } from './external-users/external-logins.service';
import { ExternalUsersController } from './external-users/external-users.controller';
import { ExternalUsersService } from './external-users/external-users.service';
import type { IdentityConfig } from './identity.config';
import { MeController } from './me/me.controller';
import { OwnPassword } from './me/own-password.service';
import { OwnSessionsController } from './me/own-sessions.controller';
import { PrincipalsController } from './principals/principals.controller';
import { PrincipalsService } from './principals/principals.service';
import { Project } from './projects/project.entity';
import { ProjectsController } from './projects/projects.controller';
import { ProjectsService } from './projects/projects.service';
import { RightsService } from './rights/rights.service';
import { RoleBinding } from './role-bindings/role-binding.entity';
import { RoleBindingsController } from './role-bindings/role-bindings.controller';
import { RoleBindingsService } from './role-bindings/role-bindings.service';
import { CustomRole } from './roles/role.entity';
import { RolesController } from './roles/roles.controller';
import { RolesService } from './roles/roles.service';
import { KnownDevices } from './sessions/known-devices';
import { LoginAttempts } from './sessions/login-attempts';
import { PasswordHasher } from './sessions/password-hasher';
import { SessionEnds } from './sessions/session-ends.service';
import { SessionStore } from './sessions/session-store';
import { SessionTokens } from './sessions/session-tokens';
import { Session } from './sessions/session.entity';
import { TenantSessionsController } from './sessions/tenant-sessions.controller';
import { SessionsController } from './sessions/sessions.controller';
import { SessionsService } from './sessions/sessions.service';
import { Tenant } from './tenants/tenant.entity';
import { TenantsController } from './tenants/tenants.controller';
import { TenantsService } from './tenants/tenants.service';
import { USER_SECRET } from './users/user-content';
import { User } from './users/user.entity';
import { UsersController } from './users/users.controller';
import { UsersService } from './users/users.service';

@Module({
  controllers: [
    ApiKeysController,
    ExternalUsersController,
    MeController,
    OwnSessionsController,
    PrincipalsController,
    ProjectsController,
    RoleBindingsController,
    RolesController,
    SessionsController,
    TenantSessionsController,
    TenantsController,
    UsersController,
  ],
  providers: [
    ApiKeysService,
    AssertedRoles,
    BootstrapService,
    EarlierAuthenticators,
    ExternalLogins,
    ExternalUsersService,
    KnownDevices,
    LoginAttempts,
    OwnPassword,
    PasswordHasher,
    PrincipalsService,
    ProjectsService,
    RightsService,
    RoleBindingsService,
    RolesService,
    SessionEnds,
    SessionStore,
    SessionsService,
    TenantsService,
    TenantTransaction,
    UsersService,
  ],
})
export class IdentityModule {
  static forRoot(config: IdentityConfig): DynamicModule {
    const kafka = connectKafka(kafkaConfigFrom(config), { clientId: 'identity' });
    const log = createLogger('identity', config.LOG_LEVEL);
    return {
      module: IdentityModule,
      imports: [
        AccessModule.forRoot({ audience: 'identity', publicKeys: config.INTERNAL_PUBLIC_KEYS }),
        serviceDatabase({
          name: 'identity',
          url: config.DATABASE_URL,
          schema: 'identity',
          entities: [ApiKey, CustomRole, Project, RoleBinding, Session, Tenant, User],
          poolSize: 20,
        }),
        ProducerModule.forRoot({
          source: ownSources.identity,
          signingKey: config.EVENT_SIGNING_KEY,
          schema: 'identity',
          databaseUrl: config.DATABASE_URL,
          publisher: new AuditProducer(kafka, { topic: config.AUDIT_TOPIC }),
          secretPaths: [USER_SECRET],
        }),
      ],
      providers: [
        { provide: KafkaReachability, useFactory: () => new KafkaReachability(kafka, log) },
        { provide: SessionTokens, useValue: new SessionTokens(config.TOKEN_SIGNING_KEY) },
      ],
    };
  }

  /** Says what readiness needs. Kafka is no part of it: what happens while it is away waits in the outbox. */
  static async setUp(app: INestApplication): Promise<void> {
    await app.get(BootstrapService).run();
    const [readiness, relay, dataSource] = [app.get(ReadinessRegistry), app.get(OutboxRelay), app.get(DataSource)];
    readiness.add('database', async () => void (await dataSource.query('SELECT 1')));
    readiness.add('outbox', () => relay.check());
  }
}
