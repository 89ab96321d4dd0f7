import assert from 'node:assert/strict';
import { createRaster, decodeImage, encodePng } from '@rnp/viz';

const png = encodePng(createRaster(3, 2, 1, 1));
assert.deepEqual([...png.subarray(1, 4)], [...Buffer.from('PNG')]);
const image = await decodeImage(png);
assert.deepEqual([image.width, image.height], [3, 2]);
