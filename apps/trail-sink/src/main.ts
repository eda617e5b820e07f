import { runService } from '@trailbook/service';
import { TrailSinkConfig } from './trail-sink.config';
import { TrailSinkModule } from './trail-sink.module';

// Entries are copied into pieces of such slabs: the larger, the fewer there are to be collected.
Buffer.poolSize = 64 * 1024;

void runService({
  name: 'trail-sink',
  config: TrailSinkConfig,
  module: (config) => TrailSinkModule.forRoot(config),
  setup: (app) => TrailSinkModule.setUp(app),
});
