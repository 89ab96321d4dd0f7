import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodePng } from '@rnp/viz';

const side = 8;

/**
 * Puts small images into the folder `images` of a folder, no two alike. To unpack the digits and to measure a thousand of them takes a
 * process as long as a short training does.
 *
 * @returns what `--data` takes there
 */
export function ownImages(dir: string): string {
  mkdirSync(join(dir, 'images'));
  for (let i = 0; i < 24; i++) {
    const data = Float32Array.from({ length: side * side }, (_, at) => ((at * 7 + i * (at % 5)) % 11) / 10);
    const png = encodePng({ width: side, height: side, channels: 1, data });
    writeFileSync(join(dir, 'images', `${i}.png`), png);
  }
  return `images?size=${side}`;
}
