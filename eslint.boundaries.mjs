// Who may import whom. Every row says why; nothing is allowed by a wildcard. A canary test proves that this bites.
const rules = [
  ['json-bytes', [], 'JSON as bytes, whatever it says'],
  ['contract', ['json-bytes'], 'the contract is what everyone agrees on: it depends on nobody who has a say in it'],
  ['access', ['contract'], 'who may do what is decided from contract names alone'],
  ['service', ['contract'], 'boot, logging and health are the same for every app and know none of them'],
  ['messaging', ['contract'], 'the only place that knows Kafka; it carries records and knows no store'],
  ['store', ['contract'], 'the audit schema serves ingest and query and knows neither'],
  ['sinks', ['contract', 'json-bytes'], 'an adapter turns contract events into calls of somebody else’s service'],
  ['local', ['contract'], 'starts real parts on this machine; topics are named by the contract'],
  ['producer', ['contract', 'messaging', 'access'], 'the outbox publishes a caller’s action through messaging'],
  [
    'testing',
    ['contract', 'local', 'messaging', 'store', 'access', 'service', 'producer', 'sinks'],
    'builders for specs alone',
  ],
  ['gateway', ['contract', 'access', 'service'], 'the front door has no data of its own: no store, no Kafka'],
  [
    'identity',
    ['contract', 'access', 'service', 'messaging', 'producer'],
    'a resource service: it publishes, it never reads the log',
  ],
  [
    'cluster-profiles',
    ['contract', 'access', 'service', 'messaging', 'producer'],
    'a resource service, as anyone’s own would be',
  ],
  ['console', ['contract'], 'a browser: it knows the shapes of the REST API and nothing of what is behind it'],
  ['ingest', ['contract', 'messaging', 'service', 'store'], 'the only writer of the store'],
  [
    'query',
    ['contract', 'access', 'messaging', 'service', 'store'],
    'reads the store; notes and downloads go through Kafka',
  ],
  [
    'trail-sink',
    ['contract', 'access', 'messaging', 'producer', 'service', 'sinks', 'store'],
    'delivers, and catches up from the store',
  ],
  ['migrate', ['contract', 'messaging', 'producer', 'service', 'store'], 'owns every schema, and the topics'],
  [
    'standalone',
    ['contract', 'local', 'messaging', 'service'],
    'starts the apps as processes; it never loads their code',
  ],
  ['aws-stand-in', [], 'somebody else’s service, played: it knows nothing of ours'],
  [
    'e2e',
    ['contract', 'local', 'messaging', 'access'],
    'meets the system as users and producers do: through its ports; where a run starts no gateway, it asks as one',
  ],
  ['example-nestjs', ['producer', 'messaging'], 'what a service of somebody else’s platform would import'],
  [
    'bench',
    ['contract', 'local', 'messaging', 'producer', 'store', 'access'],
    'measures from outside, beside plain PostgreSQL and AWS calls, and the outbox as a service would use it',
  ],
];
const reachableFromSpecs = 'scope:testing';

export const boundaries = {
  allow: [],
  enforceBuildableLibDependency: false,
  // A library's specs use the builders for specs, which use the library: that circle ends at the specs.
  ignoredCircularDependencies: [['@trailbook/testing', '*']],
  depConstraints: rules.map(([scope, allowed]) => ({
    sourceTag: `scope:${scope}`,
    onlyDependOnLibsWithTags: [
      `scope:${scope}`,
      ...allowed.map((name) => `scope:${name}`),
      ...(scope === 'contract' ? [] : [reachableFromSpecs]),
    ],
  })),
};

const onlyIngestAppends = { name: '@trailbook/store/append', message: 'Only ingest writes the store.' };
const onlySpecsTest = { name: '@trailbook/testing', message: 'Builders and test parts are for specs alone.' };
const onlyMessagingKnowsKafka = {
  name: 'kafkajs',
  message: 'kafkajs stays behind libs/messaging, so that it can be replaced there.',
};
const onlyTypesOfContract = {
  name: '@trailbook/contract',
  allowTypeImports: true,
  message: 'The contract’s code is made for servers: the console takes its types alone.',
};
const restrict = (...paths) => ({ 'no-restricted-imports': ['error', { paths }] });

export const restrictedImports = [
  { files: ['**/*.ts'], rules: restrict(onlyIngestAppends, onlySpecsTest, onlyMessagingKnowsKafka) },
  { files: ['libs/messaging/**/*.ts'], rules: restrict(onlyIngestAppends, onlySpecsTest) },
  { files: ['apps/ingest/**/*.ts', 'bench/**/*.ts'], rules: restrict(onlySpecsTest, onlyMessagingKnowsKafka) },
  { files: ['**/*.{spec,fixture}.ts', 'libs/testing/**/*.ts'], rules: restrict(onlyMessagingKnowsKafka) },
  {
    files: ['apps/console/**/*.{ts,tsx}'],
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { paths: [onlyTypesOfContract] }] },
  },
];
