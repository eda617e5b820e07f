export { asAdministrator } from './database/administrator';
export { migrate } from './database/migrate';
export { databaseRoles, type DatabaseRole } from './database/roles';
export { emptyDatabase, testDatabase, type TestDatabase } from './database/test-database';
export { freeze, killHard } from './faults/process-faults';
export { testTopics, type TestTopics } from './kafka/test-topics';
export { testParts, type TestParts } from './parts/test-parts';
export { waitFor, type WaitOptions } from './waiting/wait-for';
