import assert from 'node:assert/strict';
import { createRaster, decodePng } from '@rnp/images';
import { curveSvg, encodePng } from '@rnp/viz';
import { svgPng } from '@rnp/viz/node';

const png = encodePng(createRaster(3, 2, 1, 1));
assert.deepEqual([...png.subarray(1, 4)], [...Buffer.from('PNG')]);
const image = decodePng(png);
assert.deepEqual([image.width, image.height], [3, 2]);

const series = [
  {
    name: 'held out',
    points: [
      [0, 90],
      [100, 31],
    ],
  },
];
const drawing = { xLabel: 'step', yLabel: 'SSE', series, width: 300, height: 200 };
const [learning, nameless] = await Promise.all(
  ['Learning', ''].map(async (title) => decodePng(await svgPng(curveSvg({ ...drawing, title })))),
);
assert.deepEqual([learning.width, learning.height], [600, 400]);
// The words are drawn: the fonts came along.
assert.notDeepEqual(learning.data, nameless.data);
