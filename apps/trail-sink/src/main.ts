import { runService } from '@trailbook/service';
import { TrailSinkConfig } from './trail-sink.config';
import { TrailSinkModule } from './trail-sink.module';

void runService({
  name: 'trail-sink',
  config: TrailSinkConfig,
  module: (config) => TrailSinkModule.forRoot(config),
  setup: (app) => TrailSinkModule.setUp(app),
});
