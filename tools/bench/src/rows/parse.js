import { quantity } from '../report/format.js';
import { againstPeer } from './row.js';

/** Milliseconds within which the quick recipe is to parse an image. */
const quickLimit = 3;

/** @type {import('./row.js').Row} */
export const parse = {
  name: 'parse',
  title: "parse one image, the paper's configuration, one core",
  needs: () => ['parsePaper', 'peerOneCore', 'parseQuick'],
  summarise: (measured) => {
    const quick = measured.figures('parseQuick')?.msPerCall;
    const paper = againstPeer(
      measured.figures('parsePaper')?.msPerCall,
      measured.figures('peerOneCore')?.parseMs,
      { unit: 'ms', maxRatio: 0.4 },
    );
    const reached = [paper.reached, quick === undefined ? null : quick <= quickLimit];
    return {
      ...paper,
      ours: `${paper.ours}; quick ${quantity(quick, 'ms')}`,
      reach: `${paper.reach}; quick ≤ ${quickLimit} ms`,
      reached: reached.includes(false) ? false : reached.includes(null) ? null : true,
    };
  },
};
