import { formatNumber, quantity } from '../report/format.js';
import { ratio } from '../statistics.js';

const minRatio = 1.85;

/** @type {import('./row.js').Row} */
export const workers = {
  name: 'workers',
  title: 'images a second with two workers over one, quick recipe',
  needs: () => ['oneWorker', 'twoWorkers'],
  summarise: (measured) => {
    const one = measured.figures('oneWorker')?.imagesPerSecond;
    const two = measured.figures('twoWorkers')?.imagesPerSecond;
    const times = ratio(two, one);
    return {
      ours: `${formatNumber(one)} → ${quantity(two, 'images/s')}`,
      peer: '–',
      ratio: times,
      reach: `≥ ${minRatio}×`,
      reached: times === null ? null : times >= minRatio,
    };
  },
};
