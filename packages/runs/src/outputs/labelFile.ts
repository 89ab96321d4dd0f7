import { markOutput } from '@rnp/datasets/node';
import { encodePng, partColour } from '@rnp/viz';
import type { Labels } from '../explain/labels.js';
import type { Outputs } from './writeOutputs.js';

/**
 * Labels as `NAME.png`, whose palette has their colours, black for the ground, as label maps of PASCAL VOC and DAVIS are kept. It
 * is marked as a result (`markOutput`).
 */
export function labelFile(name: string, labels: () => Labels): Outputs {
  return {
    [`${name}.png`]: () => {
      const { width, height, data } = labels();
      const count = data.reduce((most, label) => Math.max(most, label), 0);
      const colours = Array.from({ length: count }, (_, i) => partColour(i));
      const palette = [[0, 0, 0] as const, ...colours];
      return markOutput(encodePng({ width, height, channels: 1, data }, { palette }));
    },
  };
}
