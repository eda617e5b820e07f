import { SqlMigration } from './sql-migration';

/**
 * What became of the records of each Kafka partition, for whoever passes them on from the log: between `verdicts_from` and
 * `verdicts_to` every offset is stored as an entry or a note, unless `not_stored` has it. What is stored outside of that
 * range was stored by a release that kept no verdicts, or its verdicts are forgotten, since Kafka has deleted the records:
 * it has to be taken from the entries themselves.
 */
export class KeepVerdicts1763900000030 extends SqlMigration {
  protected readonly sql = `
ALTER TABLE audit.kafka_offset ADD COLUMN verdicts_from int8 NOT NULL DEFAULT 0,
                               ADD COLUMN verdicts_to int8 NOT NULL DEFAULT 0;
CREATE TABLE audit.not_stored (
  epoch_id int2 NOT NULL,
  kafka_partition int4 NOT NULL,
  from_offset int8 NOT NULL,
  to_offset int8 NOT NULL CHECK (to_offset > from_offset),
  PRIMARY KEY (epoch_id, kafka_partition, to_offset)
);

GRANT UPDATE (verdicts_from, verdicts_to) ON audit.kafka_offset TO trailbook_ingest;
GRANT SELECT, INSERT, DELETE ON audit.not_stored TO trailbook_ingest;
GRANT SELECT ON audit.not_stored TO trailbook_sink;
`;
}
