import { join } from 'node:path';
import { readImage } from '@rnp/images/node';

/** Reads a picture as every command does. */
export async function readPicture(dir, file) {
  const { data, width, height, channels } = await readImage(join(dir, file));
  if (data.length !== width * height * channels) throw new Error('a picture of another size than it says');
}
