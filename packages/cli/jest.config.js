import preset from '../../jest.preset.js';

/** Two files at a time: these tests start programs and wait for them, and there are many of them. */
export default { ...preset, maxWorkers: 2 };
