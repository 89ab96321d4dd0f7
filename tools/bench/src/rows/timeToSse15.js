import { formatNumber, quantity } from '../report/format.js';
import { goodEnough } from '../targets.js';
import { againstPeer } from './row.js';

const list = (values) => (values ? values.map((value) => formatNumber(value)).join(' / ') : '–');

/** @type {import('./row.js').Row} */
export const timeToSse15 = {
  name: 'timeToSse15',
  title: "training to SSE 15 on MNIST's test set, all cores",
  needs: () => ['timeToSse15', 'peerTraining'],
  summarise: (measured) => {
    const ours = measured.figures('timeToSse15');
    const peer = measured.figures('peerTraining');
    const summary = againstPeer(ours?.seconds, peer?.seconds, { unit: 's', maxRatio: 0.1 });
    const { purity, effectiveChildren } = goodEnough;
    return {
      ...summary,
      ours: ours && ours.seconds === null ? `not within ${quantity(ours.trainedSeconds, 's')}` : summary.ours,
      reach: `${summary.reach}, purity ≥ ${list(purity)}, effective children ≥ ${list(effectiveChildren)}`,
      reached: ours && ours.seconds === null ? false : summary.reached,
      tables: ours
        ? [
            {
              title: 'Training until SSE 15, test set: ours step by step',
              rows: [
                ['step', 'seconds', 'SSE per image', 'purity', 'effective children', 'test images'],
                ...ours.curve.map((point) => [
                  String(point.step),
                  formatNumber(point.seconds),
                  formatNumber(point.ssePerImage),
                  list(point.purity),
                  list(point.effectiveChildren),
                  String(point.images),
                ]),
              ],
            },
          ]
        : [],
    };
  },
};
