import { formatNumber, quantity } from '../report/format.js';
import { goodEnough, wellDrawn } from '../targets.js';
import { againstPeer } from './row.js';

const list = (values) => (values ? values.map((value) => formatNumber(value)).join(' / ') : '–');

/**
 * @param {string} name of the row and of its measurement
 * @param {string} other the measurement that it is held against
 * @param {{ ssePerImage: number, purity: readonly number[], effectiveChildren: readonly number[] }} target
 * @returns {import('./row.js').Row}
 */
const row = (name, other, target, maxRatio) => ({
  name,
  title: `training to SSE ${target.ssePerImage} on MNIST's test set, all cores`,
  needs: () => [name, other],
  summarise: (measured) => {
    const ours = measured.figures(name);
    const peer = measured.figures(other);
    const summary = againstPeer(ours?.seconds, peer?.seconds, { unit: 's', maxRatio });
    const { ssePerImage, purity, effectiveChildren } = target;
    const missed = ours && ours.seconds === null;
    return {
      ...summary,
      ours: missed ? `not within ${quantity(ours.trainedSeconds, 's')}` : summary.ours,
      reach: `${summary.reach}, purity ≥ ${list(purity)}, effective children ≥ ${list(effectiveChildren)}`,
      reached: missed ? false : summary.reached,
      tables: ours
        ? [{ title: `Training until SSE ${ssePerImage}, test set: ours step by step`, rows: curve(ours) }]
        : [],
    };
  },
});

const curve = (ours) => [
  ['step', 'seconds', 'SSE per image', 'purity', 'effective children', 'test images'],
  ...ours.curve.map((point) => [
    String(point.step),
    formatNumber(point.seconds),
    formatNumber(point.ssePerImage),
    list(point.purity),
    list(point.effectiveChildren),
    String(point.images),
  ]),
];

/** Beside the authors' experiment in PyTorch. */
export const timeToSse15 = row('timeToSse15', 'peerTraining', goodEnough, 0.03);

/** Beside another checkout of this repository, `--against`. */
export const timeToSse9 = row('timeToSse9', 'againstTimeToSse9', wellDrawn, 0.5);
