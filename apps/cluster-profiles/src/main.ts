import { runService } from '@trailbook/service';
import { ClusterProfilesConfig } from './cluster-profiles.config';
import { ClusterProfilesModule } from './cluster-profiles.module';

void runService({
  name: 'cluster-profiles',
  config: ClusterProfilesConfig,
  module: (config) => ClusterProfilesModule.forRoot(config),
  setup: (app) => ClusterProfilesModule.setUp(app),
});
