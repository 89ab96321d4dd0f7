import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writePng } from './png.js';

/** A folder of own pictures: two classes, star and moon, of four PNGs each, 40 wide and 20 high: a red bar on white. */
export function writeIcons(folder: string): void {
  for (const kind of ['star', 'moon']) {
    mkdirSync(join(folder, kind), { recursive: true });
    for (let i = 0; i < 4; i++) {
      const samples = Array.from({ length: 2400 }, (_, at) =>
        Math.floor(at / 3) % 40 === 8 + i ? [204, 0, 0][at % 3]! : 255,
      );
      const png = writePng({ width: 40, height: 20, depth: 8, colourType: 2, samples });
      writeFileSync(join(folder, kind, `${i}.png`), png);
    }
  }
}
