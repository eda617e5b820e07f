import { runService } from '@trailbook/service';
import { IdentityConfig } from './identity.config';
import { IdentityModule } from './identity.module';

void runService({
  name: 'identity',
  config: IdentityConfig,
  module: (config) => IdentityModule.forRoot(config),
  setup: (app) => IdentityModule.setUp(app),
});
