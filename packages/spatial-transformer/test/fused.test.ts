import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { expectClose, expectGradientClose } from '@rnp-tools/testing';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { denseSample } from '../src/denseSample.js';
import { placeSum, sampleAffine } from '../src/index.js';
import { bordersOf } from '../src/softBorder.js';
import { softSample } from '../src/softSample.js';
import { matrices, numbers, type Scene, scene } from './randomScene.js';

interface Tensors {
  readonly image: tf.Tensor4D;
  readonly matrix: tf.Tensor3D;
  readonly frames: tf.Tensor4D;
}

type Border = 'hard' | 'soft';

function tensorsOf({ parents, children, patch, frames, kind, seed }: Scene): Tensors {
  const n = parents * children;
  const [h, w, c] = patch;
  return {
    image: tf.tensor4d(numbers(seed, 'image', n * h * w * c), [n, h, w, c]),
    matrix: tf.tensor3d(matrices(seed, 'matrix', n, kind), [n, 2, 3]),
    frames: tf.tensor4d(matrices(seed, 'frames', n * frames, kind === 'wild' ? 'smooth' : kind), [
      n,
      frames,
      2,
      3,
    ]),
  };
}

/** What the kernels are held against, of frames that are cut off or fade. */
function denseForm(border: Border, canvas: Scene['canvas']) {
  return (a: tf.Tensor, b: tf.Tensor, frames: tf.Tensor): tf.Tensor => {
    const masks = border === 'soft' && frames.size > 0 ? bordersOf(frames as tf.Tensor4D, canvas) : frames;
    return softSample(denseSample, a as tf.Tensor4D, b as tf.Tensor3D, canvas, masks as tf.Tensor4D);
  };
}

/** The gradients in image and matrix, and in soft frames. */
function gradientsOf(
  border: Border,
  f: (image: tf.Tensor, matrix: tf.Tensor, frames: tf.Tensor) => tf.Tensor,
  { image, matrix, frames }: Tensors,
  upstream?: tf.Tensor,
): tf.Tensor[] {
  return border === 'soft' && frames.size > 0
    ? tf.grads(f)([image, matrix, frames], upstream)
    : tf.grads((a, b) => f(a, b, frames))([image, matrix], upstream);
}

function plain(tensor: tf.Tensor): { shape: number[]; data: number[] } {
  return { shape: tensor.shape, data: Array.from(tensor.dataSync()) };
}

describe.each([
  ['cpu', 'gathered taps', 'hard', 20],
  ['wasm', 'fused kernels', 'hard', 120],
  ['cpu', 'gathered taps', 'soft', 20],
  ['wasm', 'fused kernels', 'soft', 120],
] as const)('on %s: %s against the dense form, %s frames', (backend, _, border, numRuns) => {
  beforeAll(async () => {
    await useBackend(backend);
  });

  const runs = { numRuns };

  test('sampleAffine and its gradients', () => {
    fc.assert(
      fc.property(scene, (s) => {
        tf.tidy(() => {
          const tensors = tensorsOf(s);
          const { image, matrix, frames } = tensors;
          const dense = denseForm(border, s.canvas);
          const fused = (a: tf.Tensor, b: tf.Tensor, c: tf.Tensor): tf.Tensor =>
            sampleAffine(a as tf.Tensor4D, b as tf.Tensor3D, {
              outputShape: s.canvas,
              frames: c as tf.Tensor4D,
              border,
            });
          const want = dense(image, matrix, frames);
          expectClose(fused(image, matrix, frames), plain(want));
          const upstream = tf.tensor(numbers(s.seed, 'upstream', want.size), want.shape);
          const expected = gradientsOf(border, dense, tensors, upstream);
          gradientsOf(border, fused, tensors, upstream).forEach((actual, i) => {
            expectGradientClose(actual, plain(expected[i]!), 1e-5);
          });
        });
      }),
      runs,
    );
  });

  test('placeSum and its gradients', () => {
    fc.assert(
      fc.property(scene, (s) => {
        tf.tidy(() => {
          const tensors = tensorsOf(s);
          const { image, matrix, frames } = tensors;
          const { parents, children, canvas } = s;
          const size = [parents, canvas[0], canvas[1], s.patch[2]];
          const g = tf.tensor(
            numbers(
              s.seed,
              'canvas',
              size.reduce((a, b) => a * b),
            ),
            size,
          );
          const e = tf.tensor(numbers(s.seed, 'energy', parents), [parents]);
          type Draw = (...inputs: [tf.Tensor, tf.Tensor, tf.Tensor]) => {
            canvas: tf.Tensor;
            energy: tf.Tensor;
          };
          const dense: Draw = (...inputs) => {
            const placed = denseForm(border, canvas)(...inputs);
            const grouped = tf.reshape(placed, [parents, children, ...size.slice(1)]);
            return { canvas: tf.sum(grouped, 1), energy: tf.sum(tf.square(grouped), [1, 2, 3, 4]) };
          };
          const fused: Draw = (a, b, c) =>
            placeSum(a as tf.Tensor4D, b as tf.Tensor3D, {
              outputShape: canvas,
              children,
              frames: c as tf.Tensor4D,
              border,
            });
          const want = dense(image, matrix, frames);
          const got = fused(image, matrix, frames);
          expectClose(got.canvas, plain(want.canvas));
          expectClose(got.energy, plain(want.energy));
          const loss =
            (draw: Draw) =>
            (...inputs: [tf.Tensor, tf.Tensor, tf.Tensor]): tf.Tensor => {
              const drawn = draw(...inputs);
              return tf.add(tf.sum(tf.mul(drawn.canvas, g)), tf.sum(tf.mul(drawn.energy, e)));
            };
          const expected = gradientsOf(border, loss(dense), tensors);
          gradientsOf(border, loss(fused), tensors).forEach((actual, i) => {
            expectGradientClose(actual, plain(expected[i]!), 1e-5);
          });
        });
      }),
      runs,
    );
  });
});

const broken: readonly (readonly [string, number])[] = [
  ['NaN', Number.NaN],
  ['infinite', Number.POSITIVE_INFINITY],
  ['beyond 3.4e30', -1e31],
];

describe.each(['cpu', 'wasm'] as const)('values that are not finite, on %s', (backend) => {
  beforeAll(async () => {
    await useBackend(backend);
  });

  test.each(broken)('a matrix or frame entry that is %s makes its item NaN, and only that', (_, value) => {
    for (let entry = 0; entry < 12; entry++) {
      tf.tidy(() => {
        const image = tf.ones([3, 4, 4, 2]) as tf.Tensor4D;
        const numbersOf = (at: number): number[] =>
          Array.from({ length: 18 }, (_, i) => (i === 6 + at ? value : [1, 0, 0, 0, 1, 0][i % 6]!));
        const matrix = tf.tensor3d(numbersOf(entry < 6 ? entry : -9), [3, 2, 3]);
        const frames = tf.tensor4d(numbersOf(entry < 6 ? -9 : entry - 6), [3, 1, 2, 3]);
        const draw = (a: tf.Tensor, b: tf.Tensor): tf.Tensor =>
          sampleAffine(a as tf.Tensor4D, b as tf.Tensor3D, { outputShape: [5, 3], frames });
        const [first, second, third] = tf.unstack(draw(image, matrix));
        expect([...second!.dataSync()].every(Number.isNaN)).toBe(true);
        for (const other of [first!, third!]) {
          expect(Math.max(...tf.abs(tf.sub(other, 1)).dataSync())).toBeLessThan(1e-6);
        }
        const gradients = tf.grads(draw)([image, matrix], tf.ones([3, 5, 3, 2]));
        for (const gradient of gradients) {
          const [a, b, c] = tf.unstack(gradient!).map((item) => [...item.dataSync()]);
          expect([...a!, ...c!].every(Number.isFinite)).toBe(true);
          expect(b!.every(Number.isNaN)).toBe(true);
        }
        const { canvas, energy } = placeSum(tf.tile(image, [2, 1, 1, 1]), tf.tile(matrix, [2, 1, 1]), {
          outputShape: [5, 3],
          frames: tf.tile(frames, [2, 1, 1, 1]),
          children: 3,
        });
        expect([...canvas.dataSync(), ...energy.dataSync()].every(Number.isNaN)).toBe(true);
      });
    }
  });

  test('coordinates far beyond every integer are simply outside', () => {
    tf.tidy(() => {
      const image = tf.ones([2, 4, 4, 1]) as tf.Tensor4D;
      const matrix = tf.tensor3d([1e30, 0, 1e30, 0, 1e30, 1e30, 1, 0, 3e9, 0, 1, -3e9], [2, 2, 3]);
      expect(
        Math.max(
          ...sampleAffine(image, matrix, { outputShape: [4, 4] })
            .dataSync()
            .slice(16),
        ),
      ).toBe(0);
    });
  });
});
