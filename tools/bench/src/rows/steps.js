import { againstPeer } from './row.js';

/** @type {import('./row.js').Row} */
export const quickStep = {
  name: 'quickStep',
  title: 'training step, quick recipe',
  needs: () => ['quickStep', 'peerQuick'],
  summarise: (measured) =>
    againstPeer(measured.figures('quickStep')?.msPerStep, measured.figures('peerQuick')?.msPerStep, {
      unit: 'ms',
      maxRatio: 1.2,
    }),
};

/** @type {import('./row.js').Row} */
export const paperStep = {
  name: 'paperStep',
  title: "training step, the paper's configuration",
  needs: () => ['paperStep', 'peerPaper'],
  summarise: (measured, { backend }) =>
    againstPeer(measured.figures('paperStep')?.msPerStep, measured.figures('peerPaper')?.msPerStep, {
      unit: 'ms',
      // WASM has a quarter of the SIMD width that native code has on many machines.
      maxRatio: backend === 'tensorflow' ? 1.2 : 3,
    }),
};

/** @type {import('./row.js').Row} */
export const peakRss = {
  name: 'peakRss',
  title: "peak memory in training, the paper's configuration",
  needs: () => ['paperStep', 'peerPaper'],
  summarise: (measured) =>
    againstPeer(measured.figures('paperStep')?.peakRssMb, measured.figures('peerPaper')?.peakRssMb, {
      unit: 'MB',
      maxRatio: 1,
      limit: 546,
    }),
};
