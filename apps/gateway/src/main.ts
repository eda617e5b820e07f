import { Module } from '@nestjs/common';
import { runService } from '@trailbook/service';
import { setUpGateway } from './gateway';
import { GatewayConfig } from './gateway.config';
import { canonicalUrl } from './routes/canonical-url';

@Module({})
class GatewayModule {}

void runService({
  name: 'gateway',
  config: GatewayConfig,
  module: GatewayModule,
  http: ({ TRUSTED_PROXIES }) => ({ trustedProxies: TRUSTED_PROXIES, rewriteUrl: canonicalUrl }),
  setup: setUpGateway,
});
