const libs = [
  'domain',
  'platform',
  'connectors',
  'inventory',
  'access-graph',
  'rule-engine',
  'activity',
  'findings',
  'evaluations',
  'alerts',
  'operators',
  'flows',
];

/** Unit specs sit beside the code; contract, e2e and chaos suites under test/. */
module.exports = {
  rootDir: __dirname,
  testEnvironment: '<rootDir>/test/support/environment.cjs',
  testMatch: ['<rootDir>/{libs,apps,test}/**/*.spec.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', swcOptions()] },
  moduleNameMapper: Object.fromEntries(libs.map((lib) => [`^@posture/${lib}$`, `<rootDir>/libs/${lib}/src`])),
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  globalSetup: '<rootDir>/test/support/run.setup.cjs',
  globalTeardown: '<rootDir>/test/support/run.teardown.cjs',
  testTimeout: 120_000,
  maxWorkers: 2,
  testSequencer: '<rootDir>/test/support/longest-first.cjs',
};

function swcOptions() {
  return {
    jsc: {
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true },
      target: 'es2022',
      keepClassNames: true,
    },
    module: { type: 'commonjs' },
    sourceMaps: 'inline',
  };
}
