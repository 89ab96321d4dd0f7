import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodePng } from '@rnp/viz';
import { temporaryFolder } from '@rnp-tools/testing/temporaryFolder';
import type { SettingSources } from '../../src/settings/settingTypes.js';

const side = 8;

/** A folder of small images, no two alike: the digits, to unpack and to encode, take a run longer than its steps. */
function smallImages(): string {
  const dir = temporaryFolder();
  for (let i = 0; i < 64; i++) {
    const data = Float32Array.from({ length: side * side }, (_, at) => ((at * 7 + i * (at % 5)) % 11) / 10);
    const png = encodePng({ width: side, height: side, channels: 1, data });
    writeFileSync(join(dir, `${String(i).padStart(2, '0')}.png`), png);
  }
  return `${dir}?size=${side}`;
}

/** Settings of a run that takes milliseconds a step: two children on small images. */
export const tinyRun: SettingSources = {
  settings: {
    model: { latent: 3, childrenPerLevel: [2], hidden: 6, hyperHidden: 6 },
    training: { batchSize: 4, warmup: 2, overlap: [] },
    workers: 1,
  },
  data: smallImages(),
};
