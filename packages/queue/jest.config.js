import preset from '../../jest.preset.js';

/** Most of these tests wait, for locks and for workers: several wait at once, also on one core. */
export default { ...preset, maxWorkers: 4 };
