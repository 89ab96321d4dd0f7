import { expect, test } from '@jest/globals';
import { type Call, expectOwnErrors, exportedFunctions } from '@rnp-tools/testing';
import * as analysis from '../src/index.js';

const points = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
];
const labels = [0, 0, 1, 1];
const labelled = { points, labels };
const parameters = { method: 'tsne', seed: 1, perplexity: 1, iterations: 1, exaggeration: 1 } as const;
const map = { parameters, points, places: points as unknown as analysis.Place[] };
const running = { signal: new AbortController().signal, onProgress: () => undefined };

/** Calls with right arguments. */
const rightCalls: Readonly<Record<string, readonly unknown[]>> = {
  adjustedRandIndex: [labels, labels],
  assignment: [points],
  clusterAccuracy: [labels, labels],
  clusterPurity: [labels, labels],
  countAccuracy: [labels, labels],
  figureGroundSse: [points[0], points[1], [1]],
  foregroundAri: [labels, labels],
  heldOut: [labelled, { share: 0.5, seed: 1 }],
  kMeans: [points, { clusters: 2, seed: 1, starts: 1, maxIterations: 2 }],
  linearProbe: [labelled, labelled, { l2: 0.1, maxIterations: 2 }],
  neighbourAccuracy: [labelled, labelled, { neighbours: 2 }],
  readMap: [analysis.writeMap(map), 'map.safetensors'],
  partIou: [points, points],
  medoids: [points, { clusters: labels, centres: points }],
  tsne: [points, { seed: 1, perplexity: 1, iterations: 2, exaggeration: 2, ...running }],
  umap: [points, { seed: 1, neighbours: 2, minDistance: 0.1, ...running }],
  writeMap: [map, { model: 'mnist' }],
};

test('every exported function is called below', () => {
  expect(Object.keys(rightCalls).sort()).toEqual(exportedFunctions(analysis));
});

test.each(exportedFunctions(analysis))('%s throws its own errors', async (name) => {
  await expectOwnErrors((analysis as unknown as Record<string, Call>)[name]!, rightCalls[name]!);
});
