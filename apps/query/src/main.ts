import 'reflect-metadata';
import { runService } from '@trailbook/service';
import { QueryConfig } from './query.config';
import { QueryModule } from './query.module';

void runService({ name: 'query', config: QueryConfig, module: (config) => QueryModule.forRoot(config) });
