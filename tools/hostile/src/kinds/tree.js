import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseTreeFromJson, renderTree } from '@rnp/recursive-decoder';
import { damagedFiles } from '../damage.js';

const identity = [
  [1, 0, 0],
  [0, 1, 0],
];
const leaf = (step) => ({
  level: 0,
  step,
  program: [0.1, -0.2],
  action: step === 0 ? null : [0, 0, 0, 0, 0, 0],
  toParent: step === 0 ? null : identity,
  toImage: identity,
  patch: { shape: [2, 2, 1], data: [0, 0.5, 1, 0.25] },
  children: [],
});
const tree = (change = {}, root = {}) => ({
  schema: 'rnp-parse-tree',
  version: 1,
  imageShape: [4, 4, 1],
  root: { ...leaf(0), patch: undefined, level: 1, children: [leaf(1), leaf(2)], ...root },
  ...change,
});

const bytesOf = (value) => new TextEncoder().encode(JSON.stringify(value));

function* crafted() {
  yield ['a tree', tree()];
  for (const shape of [
    [1e9, 1e9, 1],
    [28, 28, 65_536],
    [0, 4, 1],
    [4, 4],
    [4.5, 4, 1],
    [-4, 4, 1],
    'large',
  ]) {
    yield [`imageShape ${JSON.stringify(shape)}`, tree({ imageShape: shape })];
  }
  for (const value of [null, [], 'root', 5, {}])
    yield [`root ${JSON.stringify(value)}`, { ...tree(), root: value }];
  for (const level of [-1, 1.5, 1e9, '1', 64]) yield [`level ${level}`, tree({}, { level })];
  yield ['100,000 children', tree({}, { children: Array.from({ length: 1e5 }, (_, i) => leaf(i + 1)) })];
  yield [
    'a map that is singular',
    tree(
      {},
      {
        children: [
          {
            ...leaf(1),
            toImage: [
              [0, 0, 0],
              [0, 0, 0],
            ],
          },
        ],
      },
    ),
  ];
  yield [
    'a map of 1e308',
    tree(
      {},
      {
        children: [
          {
            ...leaf(1),
            toImage: [
              [1e308, 0, 0],
              [0, 1e308, 0],
            ],
          },
        ],
      },
    ),
  ];
  yield ['names of Object', JSON.parse('{"__proto__":{"schema":"rnp-parse-tree"},"constructor":1}')];
}

export const name = 'tree';
export const title = 'parse trees';

export function* inputs(random, count) {
  for (const [what, value] of crafted()) yield { name: what, files: { 'tree.json': bytesOf(value) } };
  yield { name: '100,000 brackets', files: { 'tree.json': new TextEncoder().encode('['.repeat(1e5)) } };
  for (const { name: what, bytes } of damagedFiles({ tree: bytesOf(tree()) }, random, count)) {
    yield { name: what, files: { 'tree.json': bytes } };
  }
}

export async function probe(dir) {
  const read = parseTreeFromJson(await readFile(join(dir, 'tree.json'), 'utf8'));
  for (const value of renderTree(read, { height: 16, width: 16 }).data) {
    if (!Number.isFinite(value)) throw new Error('a picture with a value that is no number');
  }
}
