import { Module } from '@nestjs/common';
import { AuditProducer, connectKafka, kafkaConfigFrom } from '@trailbook/messaging';
import { ProducerModule, serviceDatabase } from '@trailbook/producer';
import { Widget } from './widget.entity';
import { WidgetsController } from './widgets.controller';
import { WidgetsService } from './widgets.service';

const databaseUrl = process.env.DATABASE_URL ?? 'postgres://widgets_service@127.0.0.1/platform';
const kafka = connectKafka(kafkaConfigFrom(process.env), { clientId: 'widgets' });

@Module({
  imports: [
    // Any TypeOrmModule.forRoot will do; this one has time-outs, and says what is wrong in one sentence.
    serviceDatabase({ name: 'widgets', url: databaseUrl, schema: 'widgets', entities: [Widget] }),
    ProducerModule.forRoot({
      source: '/services/widgets',
      schema: 'widgets',
      databaseUrl,
      publisher: new AuditProducer(kafka, { topic: 'audit.events' }),
      signingKey: process.env.EVENT_SIGNING_KEY,
      secretPaths: ['/spec/token'],
    }),
  ],
  controllers: [WidgetsController],
  providers: [WidgetsService],
})
export class WidgetsModule {}
