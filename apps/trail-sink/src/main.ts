import { runService } from '@trailbook/service';
import { setFlagsFromString } from 'node:v8';
import { TrailSinkConfig } from './trail-sink.config';
import { TrailSinkModule } from './trail-sink.module';

// Hardly anything of V8's young generation survives here: one thread collects it in 3 ms. Helpers on all cores at once, ten times
// a second, kept this process and its neighbours waiting: 120,000 events a second without them on two cores, 104,000 with.
setFlagsFromString('--no-parallel-scavenge');

void runService({
  name: 'trail-sink',
  config: TrailSinkConfig,
  module: (config) => TrailSinkModule.forRoot(config),
  setup: (app) => TrailSinkModule.setUp(app),
});
