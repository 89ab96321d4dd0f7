import { againstPeer } from './row.js';

/** The quick recipe, or the same with a generator that costs less; always beside the peer's hypernetworks. */
const quick = (name, title, maxRatio) => ({
  name,
  title,
  needs: () => [name, 'peerQuick'],
  summarise: (measured) =>
    againstPeer(measured.figures(name)?.msPerStep, measured.figures('peerQuick')?.msPerStep, {
      unit: 'ms',
      maxRatio,
    }),
});

/** @type {import('./row.js').Row} */
export const quickStep = quick('quickStep', 'training step, quick recipe', 0.6);

/** @type {import('./row.js').Row} */
export const mixtureStep = quick('mixtureStep', 'training step, quick recipe, mixture of networks', 0.4);

/** @type {import('./row.js').Row} */
export const gainStep = quick('gainStep', 'training step, quick recipe, gains of units', 0.4);

/** @type {import('./row.js').Row} */
export const paperStep = {
  name: 'paperStep',
  title: "training step, the paper's configuration",
  needs: () => ['paperStep', 'peerPaper'],
  summarise: (measured) =>
    againstPeer(measured.figures('paperStep')?.msPerStep, measured.figures('peerPaper')?.msPerStep, {
      unit: 'ms',
      // WASM has a quarter of the SIMD width that native code has on many machines.
      maxRatio: 1.4,
    }),
};

/** @type {import('./row.js').Row} */
export const tensorflowPaperStep = {
  name: 'tensorflowPaperStep',
  title: "the same on tfjs-node, all cores, peer's too",
  needs: () => ['tensorflowPaperStep', 'peerAllCores'],
  summarise: (measured) =>
    againstPeer(
      measured.figures('tensorflowPaperStep')?.msPerStep,
      measured.figures('peerAllCores')?.msPerStep,
      { unit: 'ms', maxRatio: 2 },
    ),
};

/** @type {import('./row.js').Row} */
export const peakRss = {
  name: 'peakRss',
  title: "peak memory in training, the paper's configuration",
  needs: () => ['paperStep', 'peerPaper'],
  summarise: (measured) =>
    againstPeer(measured.figures('paperStep')?.peakRssMb, measured.figures('peerPaper')?.peakRssMb, {
      unit: 'MB',
      maxRatio: 0.6,
    }),
};
