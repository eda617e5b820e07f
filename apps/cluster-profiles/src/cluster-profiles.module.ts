import { Module, type DynamicModule, type INestApplication } from '@nestjs/common';
import { AccessModule } from '@trailbook/access';
import { ownSources } from '@trailbook/contract';
import { AuditProducer, connectKafka, kafkaConfigFrom, KafkaReachability } from '@trailbook/messaging';
import { OutboxRelay, ProducerModule, serviceDatabase } from '@trailbook/producer';
import { createLogger, ReadinessRegistry } from '@trailbook/service';
import { DataSource } from 'typeorm';
import type { ClusterProfilesConfig } from './cluster-profiles.config';
import { ClusterProfile } from './profiles/cluster-profile.entity';
import { ProfilesController } from './profiles/profiles.controller';
import { ProfilesService } from './profiles/profiles.service';

/** The example of a resource service: what is Trailbook's in it is `AccessModule`, `ProducerModule` and `AuditTrail`. */
@Module({ controllers: [ProfilesController], providers: [ProfilesService] })
export class ClusterProfilesModule {
  static forRoot(config: ClusterProfilesConfig): DynamicModule {
    const kafka = connectKafka(kafkaConfigFrom(config), { clientId: 'cluster-profiles' });
    const log = createLogger('cluster-profiles', config.LOG_LEVEL);
    return {
      module: ClusterProfilesModule,
      imports: [
        AccessModule.forRoot({ audience: 'cluster-profiles', publicKeys: config.INTERNAL_PUBLIC_KEYS }),
        serviceDatabase({
          name: 'cluster-profiles',
          url: config.DATABASE_URL,
          schema: 'cluster_profiles',
          entities: [ClusterProfile],
        }),
        ProducerModule.forRoot({
          source: ownSources['cluster-profiles'],
          signingKey: config.EVENT_SIGNING_KEY,
          schema: 'cluster_profiles',
          databaseUrl: config.DATABASE_URL,
          publisher: new AuditProducer(kafka, { topic: config.AUDIT_TOPIC }),
          notesAskedFor: ['clusterprofile'],
          // A profile's spec is anyone's: what is called like this by custom is never shown in the log.
          secretPaths: ['password', 'secretKey', 'privateKey', 'token', 'kubeconfig'].map((name) => `/spec/**/${name}`),
        }),
      ],
      providers: [{ provide: KafkaReachability, useFactory: () => new KafkaReachability(kafka, log) }],
    };
  }

  /** Says what readiness needs. Kafka is no part of it: what happens while it is away waits in the outbox. */
  static setUp(app: INestApplication): void {
    const [readiness, relay, dataSource] = [app.get(ReadinessRegistry), app.get(OutboxRelay), app.get(DataSource)];
    readiness.add('database', async () => void (await dataSource.query('SELECT 1')));
    readiness.add('outbox', () => relay.check());
  }
}
