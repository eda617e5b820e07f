import type { MigrationClass } from '../frozen/checksum';
import { CreateDictionaries1763900000000 } from './1763900000000-create-dictionaries';
import { CreateKafkaOffsets1763900000001 } from './1763900000001-create-kafka-offsets';
import { CreateEntries1763900000002 } from './1763900000002-create-entries';
import { CreateNotes1763900000003 } from './1763900000003-create-notes';
import { CreateRollups1763900000004 } from './1763900000004-create-rollups';
import { IsolateReaders1763900000005 } from './1763900000005-isolate-readers';
import { KeepPartitions1763900000006 } from './1763900000006-keep-partitions';
import { CreateSearch1763900000007 } from './1763900000007-create-search';
import { CompareRepeats1763900000020 } from './1763900000020-compare-repeats';
import { KeepVerdicts1763900000030 } from './1763900000030-keep-verdicts';
import { KeepSourceVerifications1763900000040 } from './1763900000040-keep-source-verifications';
import { MarkNoteSources1763900000041 } from './1763900000041-mark-note-sources';
import { KnowStoredRecords1763900000050 } from './1763900000050-know-stored-records';

/** In the order in which they run. Once released, a migration is never changed, only followed. */
export const auditMigrations: readonly MigrationClass[] = [
  CreateDictionaries1763900000000,
  CreateKafkaOffsets1763900000001,
  CreateEntries1763900000002,
  CreateNotes1763900000003,
  CreateRollups1763900000004,
  IsolateReaders1763900000005,
  KeepPartitions1763900000006,
  CreateSearch1763900000007,
  CompareRepeats1763900000020,
  KeepVerdicts1763900000030,
  KeepSourceVerifications1763900000040,
  MarkNoteSources1763900000041,
  KnowStoredRecords1763900000050,
];
