import { createDataset } from '@rnp/datasets';
import { createRandom } from '@rnp/nn';

/**
 * Small seeded stand-ins for data sets that are not embedded: of the right shape, with labels and groups, and with
 * something to draw on them. They say nothing about the real data and are for `--smoke` alone.
 */

/** Strokes of ink on 28×28, as Omniglot has them: four characters of each of two alphabets, `each` drawings a piece. */
export function strokeImages({ split, each }) {
  const side = 28;
  const jitter = createRandom(split === 'train' ? 1 : 2);
  const characters = 8;
  const images = new Uint8Array(characters * each * side * side);
  for (let item = 0; item < characters * each; item++) {
    const canvas = images.subarray(item * side * side, (item + 1) * side * side);
    const shape = createRandom(100, Math.floor(item / each));
    for (let stroke = 0; stroke < 3; stroke++) {
      const [x0, y0, x1, y1] = [0, 1, 2, 3].map(() => 4 + 20 * shape.uniform() + jitter.normal());
      drawLine(canvas, side, [x0, y0], [x1, y1]);
    }
  }
  return createDataset({
    name: 'omniglot',
    split,
    imageShape: [side, side, 1],
    images,
    labels: Uint8Array.from({ length: characters * each }, (_, item) => Math.floor(item / each)),
    classNames: Array.from({ length: characters }, (_, i) => `alphabet${i >> 2}/character${(i & 3) + 1}`),
    groups: Uint8Array.from({ length: characters * each }, (_, item) => Math.floor(item / each) >> 2),
    groupNames: ['alphabet0', 'alphabet1'],
  });
}

/** Coloured ellipses on black, 50×50×3, as ETH-80 has objects: eight classes, `each` views a piece. */
export function objectImages({ split, each }) {
  const side = 50;
  const jitter = createRandom(split === 'train' ? 1 : 2);
  const classes = 8;
  const images = new Uint8Array(classes * each * side * side * 3);
  for (let item = 0; item < classes * each; item++) {
    const canvas = images.subarray(item * side * side * 3, (item + 1) * side * side * 3);
    const look = createRandom(200, Math.floor(item / each));
    for (let part = 0; part < 3; part++) {
      const colour = [0, 1, 2].map(() => 60 + 195 * look.uniform());
      const centre = [0, 1].map(() => 15 + 20 * look.uniform() + 2 * jitter.normal());
      const radii = [0, 1].map(() => 5 + 9 * look.uniform());
      drawEllipse(canvas, side, centre, radii, colour);
    }
  }
  return createDataset({
    name: 'eth-80',
    split,
    imageShape: [side, side, 3],
    images,
    labels: Uint8Array.from({ length: classes * each }, (_, item) => Math.floor(item / each)),
    classNames: ['apple', 'car', 'cow', 'cup', 'dog', 'horse', 'pear', 'tomato'],
  });
}

/** Ink falls off with the distance to the line. */
function drawLine(canvas, side, [x0, y0], [x1, y1]) {
  const [dx, dy] = [x1 - x0, y1 - y0];
  const squared = dx * dx + dy * dy || 1;
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const along = Math.min(1, Math.max(0, ((x - x0) * dx + (y - y0) * dy) / squared));
      const distance = Math.hypot(x - x0 - along * dx, y - y0 - along * dy);
      const ink = Math.round(255 * Math.min(1, Math.max(0, 2 - distance)));
      canvas[y * side + x] = Math.max(canvas[y * side + x], ink);
    }
  }
}

function drawEllipse(canvas, side, [cx, cy], [rx, ry], colour) {
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      if (((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2 > 1) continue;
      for (let channel = 0; channel < 3; channel++) canvas[(y * side + x) * 3 + channel] = colour[channel];
    }
  }
}
