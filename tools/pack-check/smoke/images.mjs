import assert from 'node:assert/strict';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeImage, fitImage } from '@rnp/images';
import { readImage } from '@rnp/images/node';

// Two pixels, black and white, as PNG and as JPEG: the decoder came along.
const png = 'iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAAAAADRSSBWAAAAC0lEQVR4nGNg+A8AAQIBAEK+vGgAAAAASUVORK5CYII=';
const file = join(await mkdtemp(join(tmpdir(), 'images-')), 'two.png');
await writeFile(file, Buffer.from(png, 'base64'));
const picture = await readImage(file);
assert.deepEqual([picture.width, picture.height, ...picture.data], [2, 1, 0, 255]);
assert.equal(fitImage(picture, { height: 4, width: 4, channels: 3 }).data.length, 48);
await assert.rejects(decodeImage(new Uint8Array(3)), { code: 'RNP_IMAGE_FORMAT' });
