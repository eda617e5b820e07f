// Tiers, told apart by file name alone: unit (*.spec.ts), integration (*.int.spec.ts), end to end (*.e2e.spec.ts), and
// what kills and pauses a system of its own (*.chaos.spec.ts).
const path = require('node:path');

// In a project's folder, as Nx runs it, Jest looks at that project alone; at the root, at all of them.
const roots = [process.cwd() === __dirname ? '<rootDir>' : path.join(process.cwd(), 'src')];

const setUp = ['<rootDir>/scripts/test/compare-bytes.cjs'];
// `npm test -- --profile` notes what each spec file spends its time on.
if (process.env.TRAILBOOK_TEST_PROFILE) setUp.push('<rootDir>/scripts/test/profile-setup.cjs');

const common = {
  rootDir: __dirname,
  roots,
  testEnvironment: 'node',
  // Node itself loads these packages, which are ESM alone; Jest's own loader needs them as CommonJS.
  transformIgnorePatterns: ['/node_modules/(?!(jose|openid-client|oauth4webapi)/)'],
  transform: {
    '^.+\\.ts$': ['@swc/jest', { configFile: path.join(__dirname, '.swcrc') }],
    '/node_modules/.+\\.js$': ['@swc/jest', { swcrc: false, module: { type: 'commonjs' }, jsc: { target: 'es2022' } }],
  },
  moduleNameMapper: {
    '^@trailbook/store/(append|read|schema)$': '<rootDir>/libs/store/src/$1/index.ts',
    '^@trailbook/contract/corpus$': '<rootDir>/libs/contract/src/corpus/index.ts',
    '^@trailbook/([a-z-]+)$': '<rootDir>/libs/$1/src/index.ts',
  },
  setupFiles: ['reflect-metadata'],
  setupFilesAfterEnv: setUp,
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  modulePathIgnorePatterns: ['/dist/', '<rootDir>/.cache', '<rootDir>/.trailbook'],
};
const parts = {
  globalSetup: '<rootDir>/libs/testing/src/parts/global-setup.ts',
  globalTeardown: '<rootDir>/libs/testing/src/parts/global-teardown.ts',
};
const system = {
  globalSetup: '<rootDir>/e2e/src/system/global-setup.ts',
  globalTeardown: '<rootDir>/e2e/src/system/global-teardown.ts',
  setupFilesAfterEnv: [...setUp, '<rootDir>/e2e/src/system/patience.ts'],
};

const browser = {
  globalSetup: '<rootDir>/e2e/src/browser/global-setup.ts',
  globalTeardown: '<rootDir>/e2e/src/browser/global-teardown.ts',
  setupFilesAfterEnv: [...setUp, '<rootDir>/e2e/src/system/patience.ts'],
};

module.exports = {
  // Two cores are shared by all parts of a tier: what takes a moment alone may take many there.
  testTimeout: 60_000,
  rootDir: __dirname,
  testSequencer: '<rootDir>/scripts/test/longest-first.cjs',
  projects: [
    {
      ...common,
      displayName: 'unit',
      testMatch: ['**/*.spec.ts'],
      testPathIgnorePatterns: [...common.testPathIgnorePatterns, '\\.(int|e2e|chaos|browser)\\.spec\\.ts$'],
    },
    { ...common, ...parts, displayName: 'int', testMatch: ['**/*.int.spec.ts'] },
    { ...common, ...system, displayName: 'e2e', testMatch: ['**/*.e2e.spec.ts'] },
    { ...common, ...browser, displayName: 'browser', testMatch: ['**/*.browser.spec.ts'] },
    {
      ...common,
      displayName: 'chaos',
      globalSetup: '<rootDir>/e2e/src/chaos/global-setup.ts',
      testMatch: ['**/*.chaos.spec.ts'],
    },
  ],
};
