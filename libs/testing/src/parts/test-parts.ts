/** Where the parts of this test run listen; made by the global set-up, the same for every spec. */
export interface TestParts {
  /** `host:port` of Kafka. */
  kafka: string;
  /** The same Kafka with TLS and a login, by PLAIN or SCRAM-SHA-512; `certificate` is the file of who to trust. */
  securedKafka: { brokers: string; certificate: string; username: string; password: string };
  /** An administrator's URL of PostgreSQL's own database. */
  database: string;
  /** The passwords of Trailbook's database roles, which are the whole server's. */
  databasePasswords: Record<string, string>;
  aws: { url: string; accessKeyId: string; secretAccessKey: string; region: string; roleArn: string };
  pids: { kafka: number; postgres: number; aws: number };
}

const variable = 'TRAILBOOK_TEST_PARTS';

/** Returns whether a parent process has started the parts already. */
export const arePublished = (): boolean => process.env[variable] !== undefined;

/** Tells the spec processes, which inherit the environment. */
export function publishParts(parts: TestParts): void {
  process.env[variable] = JSON.stringify(parts);
}

/** @throws Error in a spec that is not of the integration tier: only those have parts */
export function testParts(): TestParts {
  const published = process.env[variable];
  if (!published)
    throw new Error('No test parts are running: only *.int.spec.ts files have Kafka, PostgreSQL and AWS.');
  return JSON.parse(published) as TestParts;
}
