import { fileURLToPath } from 'node:url';

/** Jest as every package runs it: native ES modules, TypeScript stripped by SWC. */
export default {
  testEnvironment: fileURLToPath(new URL('tools/testing/src/environment.js', import.meta.url)),
  roots: ['<rootDir>/test'],
  setupFilesAfterEnv: [fileURLToPath(new URL('tools/testing/src/sameElements.js', import.meta.url))],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'es6' } },
    ],
  },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  // For what hangs: whatever ends does so sooner, also on a slow machine with much else to do.
  testTimeout: 600_000,
};
