import { expect, test } from '@jest/globals';
import { type Figure, partColour } from '@rnp/viz';
import { type ShownScene, scenesFigure, worstScenes } from '../../src/explain/index.js';

/** A scene of 2 × 3 pixels: a bright object beside a faint one, over ground. */
function scene({
  channels = 1,
  there = 2,
  squaredError = 0,
}: {
  channels?: number;
  there?: number;
  squaredError?: number;
} = {}): ShownScene {
  const spread = (values: readonly number[]): number[] =>
    values.flatMap((value) => Array.from({ length: channels }, (_, i) => (i === 0 ? value : value / 2)));
  return {
    found: {
      objects: [{}, {}] as unknown as ShownScene['found']['objects'],
      drawing: Float32Array.from(spread([0.8, -0.25, 0.4, 1.5, 0.2, 0])),
      owners: Uint8Array.from([1, 1, 2, 2, 0, 0]),
      figure: Uint8Array.from([1, 0, 1, 1, 1, 0]),
      squaredError,
    },
    truth: {
      imageShape: [2, 3, channels],
      image: Uint8Array.from(spread([204, 0, 102, 254, 50, 0])),
      objects: Array.from({ length: there }, () => ({})),
    },
  };
}

/** The pixels of a picture of one column of a figure of one row at scale 1. */
function cellOf(figure: Figure, label: string): number[][] {
  const column = figure.columns.find((one) => one.label === label)!;
  const row = figure.rows?.[0] ?? { start: 0, end: figure.height };
  const pixels: number[][] = [];
  for (let y = row.start; y < row.end; y++)
    for (let x = column.start; x < column.end; x++) {
      const at = figure.channels * (y * figure.width + x);
      pixels.push([...figure.data.subarray(at, at + 3)]);
    }
  return pixels;
}

const grey = (values: readonly number[]): number[][] => values.map((value) => [value, value, value]);
const inked = (object: number, strength: number): number[] =>
  partColour(object).map((part) => Math.round(255 * strength * part));

test('a scene is shown as it is, as it is drawn, its ink in the colours of objects, and their masks', () => {
  const figure = scenesFigure([scene()], { scale: 1 });
  expect(figure.columns.map(({ label }) => label)).toEqual(['scene', 'drawn', 'objects', 'masks']);
  expect(cellOf(figure, 'scene')).toEqual(grey([204, 0, 102, 254, 50, 0]));
  expect(cellOf(figure, 'drawn')).toEqual(grey([204, 0, 102, 255, 51, 0]));
  const black = [0, 0, 0];
  const objects = [inked(0, 0.8), black, inked(1, 0.4), inked(1, 1), black, black];
  expect(cellOf(figure, 'objects')).toEqual(objects);
  expect(cellOf(figure, 'masks')).toEqual([inked(0, 1), black, inked(1, 1), inked(1, 1), black, black]);
});

test('in colour the ink of objects is as bright as the brightest channel', () => {
  const figure = scenesFigure([scene({ channels: 3 })], { scale: 1 });
  expect(cellOf(figure, 'scene')[0]).toEqual([204, 102, 102]);
  expect(cellOf(figure, 'objects').slice(0, 3)).toEqual([inked(0, 0.8), [0, 0, 0], inked(1, 0.4)]);
});

test('beside each scene stands how many objects were found, and are there; several in a line have no such words', () => {
  const scenes = [scene(), scene({ there: 0 }), scene({ there: 3 })];
  const one = scenesFigure(scenes);
  expect(one.rows!.map(({ label }) => label)).toEqual([
    '2 found, 2 there',
    '2 found, 0 there',
    '2 found, 3 there',
  ]);
  const two = scenesFigure(scenes, { perRow: 2, masks: false });
  expect([two.rows, two.columns.map(({ label }) => label)]).toEqual([
    [],
    ['scene', 'drawn', 'objects', 'scene', 'drawn', 'objects'],
  ]);
  expect(two.height).toBeLessThan(one.height);
});

test('objects have the colours that they are given: those of the models that they are programs of', () => {
  const found = scene().found;
  const objects = [{ model: 4 }, { model: 2 }] as unknown as typeof found.objects;
  const figure = scenesFigure([{ ...scene(), found: { ...found, objects } }], {
    scale: 1,
    colourOf: ({ model }) => model,
  });
  expect([cellOf(figure, 'masks')[0], cellOf(figure, 'masks')[2]]).toEqual([inked(4, 1), inked(2, 1)]);
});

test.each([
  [[], {}, /^scenes: must hold one at least$/],
  [
    [{ ...scene(), found: { ...scene().found, objects: [] } }],
    {},
    /^scenes\[0\]\.found\.owners: names object 2 of 0$/,
  ],
  [[scene()], { perRow: 0 }, /^options\.perRow:/],
  [[scene()], { columns: 2 }, /^options(\.columns)?:/],
])('scenes %#, options %j are refused', (scenes, options, message) => {
  expect(() => scenesFigure(scenes, options as object)).toThrow(message);
});

test('the worst scenes are those counted wrong by the most, then those drawn worst', () => {
  const [close, missed, twice, poor, fair] = [
    scene({ there: 3, squaredError: 1 }),
    scene({ there: 1, squaredError: 2 }),
    scene({ there: 4, squaredError: 0 }),
    scene({ squaredError: 90 }),
    scene({ squaredError: 3 }),
  ];
  const given = Object.freeze([fair!, close!, poor!, twice!, missed!]);
  expect(worstScenes(given, 5)).toEqual([twice, missed, close, poor, fair]);
  expect(worstScenes(given, 2)).toEqual([twice, missed]);
  expect(worstScenes([], 2)).toEqual([]);
  expect(() => worstScenes(given, 0)).toThrow(/^most:/);
});
