import { fewDispatches } from '../targets.js';
import { againstPeer } from './row.js';

/**
 * The quick recipe on a graphics card in software, beside another checkout of this repository.
 *
 * @param {'webgpu' | 'webgl'} graphics
 * @param {string} title
 * @param {{ ours: string, other: string }} measurements
 * @returns {import('./row.js').Row}
 */
const row = (graphics, title, measurements) => ({
  name: `${graphics}QuickStep`,
  title: `training step, quick recipe, ${title} in software, beside another checkout`,
  needs: () => [measurements.ours, measurements.other],
  summarise: (measured) => {
    const ours = measured.figures(measurements.ours);
    const other = measured.figures(measurements.other);
    const most = fewDispatches[graphics];
    const summary = againstPeer(ours?.fastestMsPerStep, other?.fastestMsPerStep, {
      unit: 'ms',
      maxRatio: 0.35,
    });
    const few = ours === null || most === undefined ? [] : [ours.dispatches <= most];
    const verdicts = [...(summary.reached === null ? [] : [summary.reached]), ...few];
    const started = (figures) => (figures === null ? '' : `; ${figures.dispatches} dispatches`);
    return {
      ...summary,
      ours: `${summary.ours}${started(ours)}`,
      peer: `${summary.peer}${started(other)}`,
      reach: `${summary.reach}${most === undefined ? '' : `; ≤ ${most} dispatches`}`,
      reached: verdicts.length === 0 ? null : verdicts.every(Boolean),
      tables: ours === null ? [] : [{ title: `Dispatches of a step on ${title}`, rows: tally(ours, other) }],
    };
  },
});

/** Which kernels start how many programs. */
function tally(ours, other) {
  const theirs = new Map(other?.kernels);
  return [
    ['kernel', 'ours', 'other checkout'],
    ...ours.kernels.map(([name, count]) => [
      name,
      String(count),
      other ? String(theirs.get(name) ?? 0) : '–',
    ]),
  ];
}

/** @type {import('./row.js').Row} */
export const webgpuQuickStep = row('webgpu', 'WebGPU', { ours: 'webgpuStep', other: 'againstWebgpuStep' });

/** @type {import('./row.js').Row} */
export const webglQuickStep = row('webgl', 'WebGL', { ours: 'webglStep', other: 'againstWebglStep' });
