import preset from '../../jest.preset.js';

/** Webpack's production build takes its time on a machine that has other work to do. */
export default { ...preset, testTimeout: 600_000 };
