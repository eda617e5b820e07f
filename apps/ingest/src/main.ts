import { BatchTransport } from '@trailbook/messaging';
import { runService } from '@trailbook/service';
import { IngestConfig } from './config';
import { IngestModule } from './ingest.module';
import { Lifecycle } from './operations/lifecycle';

void runService({
  name: 'ingest',
  config: IngestConfig,
  module: () => IngestModule.create(),
  setup: async (app) => {
    await app.get(Lifecycle).start();
    app.connectMicroservice({ strategy: app.get(BatchTransport) });
  },
});
