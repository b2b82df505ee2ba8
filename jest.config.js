/** One run for the whole repository: ESM TypeScript transpiled by swc (types are the business of `npm run check`). */
export default {
  testEnvironment: '<rootDir>/packages/testing/src/clean-environment.ts',
  runtime: '<rootDir>/packages/testing/src/library-runtime.ts',
  testMatch: ['<rootDir>/{packages,services}/*/{src,test}/**/*.test.ts', '<rootDir>/{gateway,stack,e2e,tooling}/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2024', parser: { syntax: 'typescript' } }, module: { type: 'es6' } }],
  },
  globalSetup: '<rootDir>/stack/src/jest-global-setup.ts',
  globalTeardown: '<rootDir>/stack/src/jest-global-teardown.ts',
  testTimeout: 30_000,
  // Tests wait for servers more than they compute: one worker for each of two cores, although Jest would leave one free.
  maxWorkers: 2,
  // A worker whose heap has grown beyond it is replaced between two files: Jest takes the half second that V8 needs to free
  // gigabytes for something that tests left. With a limit a single file runs in a worker, too, away from the shared servers.
  workerIdleMemoryLimit: '512MB',
  coverageProvider: 'v8',
  collectCoverageFrom: [
    '{packages,services}/*/src/**/*.ts',
    'gateway/src/**/*.ts',
    'stack/src/**/*.ts',
    '!**/*.test.ts',
    '!**/main.ts',
    '!**/migrations/**',
  ],
};
