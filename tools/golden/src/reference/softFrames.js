// Patches in frames with soft borders, in float64 and by another way than the packages': a frame is four corners in pixels, its border
// a distance from the lines through them, and gradients are central differences.

/** Sizes of the entries: a frame each, colours in two frames, and frames of about a pixel. */
const scenes = [
  { patch: [5, 4, 1], canvas: [12, 10], frames: 1, scale: 1.6 },
  { patch: [4, 5, 3], canvas: [9, 13], frames: 2, scale: 1.4 },
  { patch: [3, 3, 2], canvas: [8, 8], frames: 1, scale: 9 },
];
const items = 3;
const step = 1e-6;

/** The section `softFrames` of golden.json: items on a canvas each. */
export function softFrames() {
  return scenes.map((scene, index) => {
    const random = numbersFrom(index + 1);
    const [H, W] = scene.canvas;
    const c = scene.patch[2];
    const tensor = (shape, draw) => ({
      shape,
      data: Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => Math.fround(draw(i))),
    });
    const inputs = {
      image: tensor([items, ...scene.patch], () => Math.abs(random())),
      // Larger than the frames, so that these cut.
      matrix: tensor([items, 2, 3], (i) => [0.8, 0.2, 0.1, -0.2, 0.8, 0.1][i % 6] * (1 + 0.3 * random())),
      frames: tensor(
        [items, scene.frames, 2, 3],
        (i) => scene.scale * [1, 0.5, 0.4, -0.5, 1, 0.4][i % 6] * (1 + 0.4 * random()),
      ),
    };
    const upstream = tensor([items, H, W, c], random);
    const output = draw(inputs, scene);
    const loss = (moved) => draw(moved, scene).reduce((sum, value, i) => sum + value * upstream.data[i], 0);
    const slopes = (name) => ({
      shape: inputs[name].shape,
      data: inputs[name].data.map((value, i) => {
        const at = (delta) =>
          loss({ ...inputs, [name]: { ...inputs[name], data: inputs[name].data.with(i, value + delta) } });
        return (at(step) - at(-step)) / (2 * step);
      }),
    });
    return {
      ...inputs,
      outputShape: scene.canvas,
      upstream,
      output: { shape: upstream.shape, data: output },
      gradImage: slopes('image'),
      gradMatrix: slopes('matrix'),
      gradFrames: slopes('frames'),
    };
  });
}

function draw({ image, matrix, frames }, { patch: [h, w, c], canvas: [H, W], frames: m }) {
  const out = [];
  for (let n = 0; n < items; n++) {
    const borders = Array.from({ length: m }, (_, i) => edgesOf(mapAt(frames.data, n * m + i), [H, W]));
    const map = mapAt(matrix.data, n);
    for (let y = 0; y < H; y++) {
      for (let x = 0; x < W; x++) {
        const cover = borders.flat().reduce((all, edges) => all * letThrough(edges, [x, y]), 1);
        const [u, v] = apply(map, [fromPixel(x, W), fromPixel(y, H)]);
        for (let channel = 0; channel < c; channel++) {
          const pixel = (row, column) =>
            row < 0 || column < 0 || row >= h || column >= w
              ? 0
              : image.data[((n * h + row) * w + column) * c + channel];
          out.push(cover * bilinear(pixel, toPixel(u, w), toPixel(v, h)));
        }
      }
    }
  }
  return out;
}

/** A frame's edges in pairs that face each other: [two corners, the frame's middle], in pixels of the canvas. */
function edgesOf([a, b, c, d, e, f], [H, W]) {
  const determinant = a * e - b * d;
  const pixelOf = (u, v) => [
    toPixel((e * (u - c) - b * (v - f)) / determinant, W),
    toPixel((a * (v - f) - d * (u - c)) / determinant, H),
  ];
  const middle = pixelOf(0, 0);
  const edge = (one, other) => ({ one, other, middle });
  return [
    [-1, 1].map((u) => edge(pixelOf(u, -1), pixelOf(u, 1))),
    [-1, 1].map((v) => edge(pixelOf(-1, v), pixelOf(1, v))),
  ];
}

/** 1 between two edges, 0 from one pixel beyond one of them on. */
function letThrough(edges, point) {
  const beyond = Math.max(
    ...edges.map(({ one, other, middle }) => {
      const side = turn(one, other, point) * -Math.sign(turn(one, other, middle));
      return side / Math.hypot(other[0] - one[0], other[1] - one[1]);
    }),
  );
  return Math.min(1, Math.max(0, 1 - beyond));
}

/** Twice the area of a triangle, with a sign. */
function turn([ax, ay], [bx, by], [px, py]) {
  return (bx - ax) * (py - ay) - (by - ay) * (px - ax);
}

function bilinear(pixel, x, y) {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const [s, t] = [x - left, y - top];
  const across = (row) => pixel(row, left) * (1 - s) + pixel(row, left + 1) * s;
  return across(top) * (1 - t) + across(top + 1) * t;
}

const mapAt = (data, index) => data.slice(6 * index, 6 * index + 6);
const apply = ([a, b, c, d, e, f], [x, y]) => [a * x + b * y + c, d * x + e * y + f];
const fromPixel = (i, size) => (2 * i) / (size - 1) - 1;
const toPixel = (u, size) => ((u + 1) / 2) * (size - 1);

/** Numbers in [-1, 1), the same everywhere (mulberry32). */
function numbersFrom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 31 - 1;
  };
}
