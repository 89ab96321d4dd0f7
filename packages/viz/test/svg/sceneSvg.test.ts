import { expect, test } from '@jest/globals';
import { sceneSvg } from '../../src/index.js';

/** A grey picture. */
function picture(width: number, height: number): Parameters<typeof sceneSvg>[0] {
  return { width, height, channels: 1, data: new Uint8Array(width * height) };
}

test.each([
  [100, 50, 480, 240],
  [50, 100, 240, 480],
  // A strip: the width alone, kept, would make a drawing of 48,000 pixels.
  [10, 1000, 4.8, 480],
])(
  'a picture of %i×%i is drawn %d×%d: its longer side is as long as asked',
  (width, height, across, down) => {
    const svg = sceneSvg(picture(width, height), []);
    expect(svg).toContain(`viewBox="0 0 ${width} ${height}" width="${across}" height="${down}"`);
  },
);
