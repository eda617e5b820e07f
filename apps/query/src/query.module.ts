import { Module, type DynamicModule } from '@nestjs/common';
import { AccessModule } from '@trailbook/access';
import { connectKafka, KafkaConnection, kafkaConfigFrom, KafkaReachability } from '@trailbook/messaging';
import { createLogger } from '@trailbook/service';
import { CountsController } from './counts/counts.controller';
import { CountsService } from './counts/counts.service';
import { ArrivalsService } from './entries/arrivals.service';
import { EntriesController } from './entries/entries.controller';
import { EntriesService } from './entries/entries.service';
import { EventController } from './events/event.controller';
import { DownloadPlaces } from './export/download-places';
import { ExportController } from './export/export.controller';
import { ExportService } from './export/export.service';
import { AuditPublisher } from './kafka/audit-publisher';
import { NotesController } from './notes/notes.controller';
import { NotesService } from './notes/notes.service';
import { ArrivalTokens } from './paging/arrival-token';
import { PageTokens } from './paging/page-token';
import { SealedPayloads } from './paging/sealed-payload';
import type { QueryConfig } from './query.config';
import { Pools } from './store/pools';

/** Scoped and filtered reads of the log, downloads, and notes. */
@Module({})
export class QueryModule {
  static forRoot(config: QueryConfig): DynamicModule {
    const sealed = new SealedPayloads(config.PAGE_TOKEN_KEY);
    const kafka = connectKafka(kafkaConfigFrom(config), { clientId: 'trailbook-query' });
    const log = createLogger('query', config.LOG_LEVEL);
    return {
      module: QueryModule,
      imports: [AccessModule.forRoot({ audience: 'query', publicKeys: config.INTERNAL_PUBLIC_KEYS })],
      controllers: [ExportController, CountsController, EntriesController, NotesController, EventController],
      providers: [
        Pools,
        { provide: KafkaConnection, useValue: kafka },
        { provide: KafkaReachability, useFactory: () => new KafkaReachability(kafka, log) },
        AuditPublisher,
        { provide: PageTokens, useValue: new PageTokens(sealed) },
        { provide: ArrivalTokens, useValue: new ArrivalTokens(sealed) },
        { provide: DownloadPlaces, useFactory: () => new DownloadPlaces(config.DOWNLOAD_CONNECTIONS) },
        EntriesService,
        ArrivalsService,
        NotesService,
        ExportService,
        CountsService,
      ],
    };
  }
}
