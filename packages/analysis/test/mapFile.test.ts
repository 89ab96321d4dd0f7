import { beforeAll, expect, test } from '@jest/globals';
import { readSafetensors, type TensorData, withSafetensorsMetadata, writeSafetensors } from '@rnp/files';
import { type PointMap, readMap, tsne, umap, writeMap } from '../src/index.js';
import { createUniform } from '../src/random.js';
import { blobs, failure } from './fixtures.js';

const { points } = blobs(3, 8);
const notes = { model: 'mnist', data: '数字' };
const maps: Record<string, PointMap> = {};
let file: Uint8Array;

beforeAll(async () => {
  maps.tsne = await tsne(points.slice(0, 18), { seed: -3, perplexity: 5.5, iterations: 100 });
  maps.umap = await umap(points.slice(0, 18), { minDistance: 0.3, neighbours: 7 });
  file = writeMap(maps.tsne, notes);
});

test.each(['tsne', 'umap'])(
  'a map by %s is read as it was, and places new points as before',
  async (method) => {
    const map = maps[method]!;
    const written = writeMap(map, notes);
    expect(writeMap(map, notes)).toEqual(written);
    const read = readMap(written);
    expect(read.notes).toEqual(notes);
    expect(read.map.parameters).toEqual(map.parameters);
    expect(read.map.places).toEqual(map.places);
    expect(read.map.points).toEqual(map.points);
    expect(await read.map.transform(points)).toEqual(await map.transform(points));
    expect(writeMap(read.map, read.notes)).toEqual(written);
  },
);

/** How reading ends: the code, or 'read'. The error must name the file. */
function ending(bytes: Uint8Array): string {
  try {
    readMap(bytes, 'my.safetensors');
    return 'read';
  } catch (error) {
    const { code, path, message } = error as { code: string; path: string; message: string };
    expect(path).toBe('my.safetensors');
    return `${code} ${message}`;
  }
}

test('a file that was cut off anywhere is refused', () => {
  for (let length = 0; length < file.length; length++) {
    expect(ending(file.subarray(0, length))).toMatch(/^RNP_ANALYSIS_MAP my\.safetensors: /);
  }
  expect(ending(Uint8Array.of(...file, 0))).toMatch(/^RNP_ANALYSIS_MAP/);
});

test('a file with changed bytes is read as a whole map or refused', () => {
  const uniform = createUniform(9);
  const endings = Array.from({ length: 1000 }, () => {
    const changed = file.slice();
    changed[Math.floor(uniform() * changed.length)]! ^= 1 << Math.floor(8 * uniform());
    return ending(changed).slice(0, 16);
  });
  expect(new Set(endings)).toEqual(new Set(['read', 'RNP_ANALYSIS_MAP']));
});

/** The file with some of its tensors and notes changed. */
function altered(tensors: Record<string, TensorData | undefined>, changes: Record<string, string> = {}) {
  const read = readSafetensors(file);
  const all = Object.entries({ ...Object.fromEntries(read.tensors), ...tensors });
  const kept = all.filter((entry): entry is [string, TensorData] => entry[1] !== undefined);
  return writeSafetensors(Object.fromEntries(kept), { ...read.metadata, ...changes });
}

test('what is in the file is checked', () => {
  const matrix = (rows: number, columns: number, value = 1): TensorData => ({
    shape: [rows, columns],
    data: new Float64Array(rows * columns).fill(value),
  });
  const parameters = (change: object): Record<string, string> => ({
    parameters: JSON.stringify({ ...maps.tsne!.parameters, ...change }),
  });
  expect(ending(altered({ places: matrix(18, 2, Number.NaN) }))).toMatch(/places\[0\]\[0\] is NaN/);
  expect(ending(altered({ points: matrix(18, 4, Number.POSITIVE_INFINITY) }))).toMatch(/points\[0\]\[0\]/);
  expect(ending(altered({ places: matrix(17, 2) }))).toMatch(/places must be \[18, 2\] for 18 points/);
  expect(ending(altered({ places: matrix(18, 3) }))).toMatch(/places must be \[18, 2\]/);
  expect(ending(altered({ points: matrix(3, 4), places: matrix(3, 2) }))).toMatch(/points there are 3/);
  expect(ending(altered({ points: matrix(18, 0) }))).toMatch(/points\[0\]/);
  expect(ending(altered({ points: undefined }))).toMatch(/points must be a matrix/);
  const single = { shape: [18, 2], data: new Float32Array(36) };
  expect(ending(altered({ places: single }))).toMatch(/places must be a matrix of 64-bit floats/);
  expect(ending(altered({}, { version: '2' }))).toMatch(/is of version 2/);
  expect(ending(altered({}, { format: 'pt' }))).toMatch(/holds no map/);
  expect(ending(altered({}, { parameters: '{' }))).toMatch(/parameters is no JSON/);
  expect(ending(altered({}, parameters({ method: 'pca' })))).toMatch(
    /parameters\.method must be one of tsne, umap/,
  );
  expect(ending(altered({}, parameters({ perplexity: 0 })))).toMatch(/parameters\.perplexity/);
  expect(ending(altered({}, parameters({ perplexity: 5.7 })))).toMatch(
    /parameters\.perplexity is 5\.7, and 18 points can have 5\.66 at most/,
  );
  expect(ending(altered({}, parameters({ more: 1 })))).toMatch(/parameters\.more/);
  expect(ending(withSafetensorsMetadata(file, {}))).toMatch(/holds no map/);
});

test('what is no map is not written', () => {
  const map = maps.umap!;
  const told = (change: object, more = {}) => failure(() => writeMap({ ...map, ...change } as never, more));
  expect(told({ places: map.places.slice(1) })).toBe('RNP_ANALYSIS_POINTS map.places');
  expect(told({ places: map.places.map(() => [0, Number.NaN]) })).toBe(
    'RNP_ANALYSIS_POINTS map.places[0][1]',
  );
  expect(told({ parameters: { ...map.parameters, curve: { a: 0, b: 1 } } })).toBe(
    'RNP_CONFIG map.parameters.curve.a',
  );
  expect(told({}, { version: '3' })).toBe('RNP_CONFIG notes.version');
  expect(told({}, { level: 1 })).toBe('RNP_CONFIG notes.level');
});
