import { runService } from '@trailbook/service';
import { setFlagsFromString } from 'node:v8';
import { TrailSinkConfig } from './trail-sink.config';
import { TrailSinkModule } from './trail-sink.module';

// Hardly anything of V8's young generation survives here: one thread collects it in 3 ms. Helpers on all cores at once, ten times
// a second, kept this process and its neighbours waiting: 120,000 events a second without them on two cores, 104,000 with.
setFlagsFromString('--no-parallel-scavenge');
// A start with a backlog makes hundreds of functions warm at once, most of which a call uses once. The hot ones have done three
// times as much work in no time; helpers that compile the others had 2.2 s of CPU during the first million events, now 0.9.
setFlagsFromString('--interrupt-budget=400000');
// What is kept hardly changes: all of the heap was looked at each second, since it had grown by a fifth, and little was found.
setFlagsFromString('--heap-growing-percent=60');

void runService({
  name: 'trail-sink',
  config: TrailSinkConfig,
  module: (config) => TrailSinkModule.forRoot(config),
  setup: (app) => TrailSinkModule.setUp(app),
});
