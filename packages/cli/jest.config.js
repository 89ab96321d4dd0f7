import preset from '../../jest.preset.js';

/** Two files at a time: these tests wait for programs, and there are many of them. */
export default {
  ...preset,
  maxWorkers: 2,
  globalSetup: './test/resident/setup.js',
  globalTeardown: './test/resident/teardown.js',
};
