import type { DataSource, EntitySubscriberInterface, QueryRunner } from 'typeorm';

const AUDITED = Symbol('wrote to the outbox');

/** This transaction wrote to the outbox. */
export function markAudited(queryRunner: QueryRunner): void {
  (queryRunner.data as Record<symbol, unknown>)[AUDITED] = true;
}

/** Calls `listener` after every commit that brought something new into the outbox. */
export function afterAuditedCommit(dataSource: DataSource, listener: () => void): void {
  const subscriber: EntitySubscriberInterface = {
    afterTransactionCommit({ queryRunner }) {
      const data = queryRunner.data as Record<symbol, unknown>;
      if (data[AUDITED] !== true || queryRunner.isTransactionActive) return;
      data[AUDITED] = false;
      listener();
    },
  };
  dataSource.subscribers.push(subscriber);
}
