import { formatNumber } from '../report/format.js';

const names = ['encoder', 'hypernetworks', 'unroll', 'patches', 'placing'];
const titles = {
  encoder: 'encoder',
  hypernetworks: 'hypernetworks',
  unroll: 'unroll',
  patches: 'decoder (patches)',
  placing: 'place',
};

/** @type {import('./row.js').Row} */
export const stations = {
  name: 'stations',
  title: 'a training step, station by station, one core',
  needs: () => ['stationsQuick', 'stationsPaper', 'peerOneCore'],
  summarise: (measured, { sizes }) => {
    const quick = measured.figures('stationsQuick');
    const paper = measured.figures('stationsPaper');
    const peer = measured.figures('peerOneCore');
    const title = (recipe) => `Stations of a training step, ${recipe}, batch ${sizes.batch}, one core, ms`;
    return {
      ours: 'below',
      peer: peer ? 'below' : '–',
      ratio: null,
      reach: '–',
      reached: null,
      tables: [
        ...(quick ? [{ title: title('quick recipe'), rows: breakdown(quick, null) }] : []),
        ...(paper ? [{ title: title("the paper's configuration"), rows: breakdown(paper, peer) }] : []),
      ],
    };
  },
};

/** What bench.py measures as one, unroll and patches, stands in the line of the unroll. */
function breakdown(ours, peer) {
  const peerFigure = (name, suffix) =>
    peer ? peer[`${name === 'unroll' ? 'recursion' : name}${suffix}`] : null;
  const line = (name) => [
    peer && name === 'unroll' ? `${titles[name]} (peer: with the next)` : titles[name],
    formatNumber(ours[`${name}ForwardMs`]),
    formatNumber(ours[`${name}Ms`]),
    ...(peer ? [formatNumber(peerFigure(name, 'ForwardMs')), formatNumber(peerFigure(name, 'Ms'))] : []),
  ];
  const sum = (figures, keys) => keys.reduce((total, key) => total + figures[key], 0);
  const oursRest = ours.stepMs - sum(ours, [...names.map((name) => `${name}Ms`), 'optimiserMs']);
  const peerKeys = ['encoderMs', 'hypernetworksMs', 'recursionMs', 'placingMs', 'optimiserMs'];
  const both = (title, own, theirs) => [
    title,
    '–',
    formatNumber(own),
    ...(peer ? ['–', formatNumber(theirs)] : []),
  ];
  return [
    [
      'station',
      'forward',
      'forward + backward',
      ...(peer ? ['peer forward', 'peer forward + backward'] : []),
    ],
    ...names.map(line),
    both('clipping and Adam', ours.optimiserMs, peer?.optimiserMs),
    both(
      'the rest: loss, posterior, what sums differ by',
      oursRest,
      peer && peer.msPerStep - sum(peer, peerKeys),
    ),
    both('whole step', ours.stepMs, peer?.msPerStep),
  ];
}
