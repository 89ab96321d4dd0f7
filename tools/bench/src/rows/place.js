import { againstPeer } from './row.js';

/** @type {import('./row.js').Row} */
export const place = {
  name: 'place',
  title: 'place 768 × 28×28, forward + backward, one core',
  needs: () => ['place', 'peerOneCore'],
  summarise: (measured) =>
    againstPeer(
      measured.figures('place')?.forwardBackwardMs,
      measured.figures('peerOneCore')?.placeForwardBackwardMs,
      { unit: 'ms', maxRatio: 0.5 },
    ),
};
