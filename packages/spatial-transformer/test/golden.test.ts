import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import {
  expectClose,
  expectGradientClose,
  type GoldenTensor,
  leakedTensors,
  tensorOf,
} from '@rnp-tools/testing';
import * as tf from '@tensorflow/tfjs-core';
import {
  affineMatrix,
  composeAffine,
  inverseAffine,
  invertMatrix,
  matrixOf,
  type PlaceOptions,
  place,
  placeSum,
  sampleAffine,
  zoom,
} from '../src/index.js';

interface Placed extends PlaceOptions {
  readonly image: GoldenTensor;
  readonly params: GoldenTensor;
  readonly output: GoldenTensor;
  readonly upstream: GoldenTensor;
  readonly gradImage: GoldenTensor;
  readonly gradParams: GoldenTensor;
}

interface Golden {
  readonly affine: readonly {
    readonly params: GoldenTensor;
    readonly scaleOffset: number;
    readonly matrix: GoldenTensor;
    readonly inverse: GoldenTensor;
  }[];
  readonly place: readonly Placed[];
  readonly zoom: readonly Omit<Placed, 'upstream' | 'gradImage' | 'gradParams'>[];
  readonly softFrames: readonly SoftFrames[];
}

/** Computed by tools/golden/src/reference. */
type SoftFrames = Pick<Placed, 'image' | 'outputShape' | 'output' | 'upstream' | 'gradImage'> &
  Readonly<Record<'matrix' | 'frames' | 'gradMatrix' | 'gradFrames', GoldenTensor>>;

/** An entry holds more than options, and unknown ones are refused. */
const optionsOf = ({ scaleOffset, outputShape }: PlaceOptions): PlaceOptions => ({
  scaleOffset,
  outputShape,
});

const golden = JSON.parse(readFileSync(new URL('./data/golden.json', import.meta.url), 'utf8')) as Golden;

describe.each(['cpu', 'wasm'] as const)('golden values on %s', (backend) => {
  beforeAll(async () => {
    await useBackend(backend);
  });

  test.each(golden.affine)('affine, scaleOffset $scaleOffset', (entry) => {
    tf.tidy(() => {
      const matrix = affineMatrix(tensorOf(entry.params), entry.scaleOffset);
      expectClose(matrix, entry.matrix);
      const inverse = inverseAffine(tensorOf(entry.matrix));
      expectClose(inverse, entry.inverse);
      const [n] = matrix.shape;
      const identity = { shape: [n, 2, 3], data: Array.from({ length: n }, () => [1, 0, 0, 0, 1, 0]).flat() };
      expectClose(composeAffine(matrix, inverse), identity, 1e-4, 2e-5);
    });
  });

  test.each(golden.place)('place onto $outputShape, scaleOffset $scaleOffset', async (entry) => {
    const run = (): void =>
      tf.tidy(() => {
        const image = tensorOf(entry.image) as tf.Tensor4D;
        const params = tensorOf(entry.params) as tf.Tensor2D;
        expectClose(place(image, params, optionsOf(entry)), entry.output);
        const draw = (a: tf.Tensor, b: tf.Tensor): tf.Tensor =>
          place(a as tf.Tensor4D, b as tf.Tensor2D, optionsOf(entry));
        const gradients = tf.grads(draw)([image, params], tensorOf(entry.upstream));
        expectGradientClose(gradients[0]!, entry.gradImage);
        expectGradientClose(gradients[1]!, entry.gradParams);
      });
    expect(await leakedTensors(run)).toBe(0);
  });

  test.each(golden.zoom)('zoom to $outputShape, scaleOffset $scaleOffset', (entry) => {
    tf.tidy(() => {
      expectClose(
        zoom(tensorOf(entry.image) as tf.Tensor4D, tensorOf(entry.params) as tf.Tensor2D, optionsOf(entry)),
        entry.output,
      );
    });
  });

  test.each(golden.softFrames)('soft frames on $outputShape', async (entry) => {
    const run = (): void =>
      tf.tidy(() => {
        const inputs = [entry.image, entry.matrix, entry.frames].map((tensor) => tensorOf(tensor));
        const draw = (image: tf.Tensor, matrix: tf.Tensor, frames: tf.Tensor): tf.Tensor =>
          sampleAffine(image as tf.Tensor4D, matrix as tf.Tensor3D, {
            outputShape: entry.outputShape,
            frames: frames as tf.Tensor4D,
            border: 'soft',
          });
        expectClose(draw(inputs[0]!, inputs[1]!, inputs[2]!), entry.output);
        const gradients = tf.grads(draw)(inputs, tensorOf(entry.upstream));
        [entry.gradImage, entry.gradMatrix, entry.gradFrames].forEach((expected, i) => {
          expectGradientClose(gradients[i]!, expected);
        });
      });
    expect(await leakedTensors(run)).toBe(0);
  });

  test('placeSum of one child is place, of all children their sum', () => {
    const entry = golden.place[0]!;
    tf.tidy(() => {
      const image = tensorOf(entry.image) as tf.Tensor4D;
      const matrix = affineMatrix(tensorOf(entry.params), entry.scaleOffset);
      const single = placeSum(image, matrix, { children: 1, outputShape: entry.outputShape });
      expectClose(single.canvas, entry.output);
      const n = entry.image.shape[0]!;
      const together = placeSum(image, matrix, { children: n, outputShape: entry.outputShape });
      const size = entry.output.data.length / n;
      const sum = Array.from({ length: size }, (_, i) =>
        Array.from({ length: n }, (_, k) => entry.output.data[k * size + i]!).reduce((a, b) => a + b),
      );
      expectClose(together.canvas, { shape: [1, ...entry.output.shape.slice(1)], data: sum });
      const energy = entry.output.data.reduce((a, b) => a + b * b, 0);
      expectClose(together.energy, { shape: [1], data: [energy] });
    });
  });
});

test.each(golden.affine)(
  'plain numbers, scaleOffset $scaleOffset',
  ({ params, scaleOffset, matrix, inverse }) => {
    for (let i = 0; i < params.shape[0]!; i++) {
      const plain = matrixOf(params.data.slice(6 * i, 6 * i + 6), scaleOffset);
      plain.flat().forEach((value, k) => {
        expect(value).toBeCloseTo(matrix.data[6 * i + k]!, 7);
      });
      invertMatrix(plain)
        .flat()
        .forEach((value, k) => {
          const want = inverse.data[6 * i + k]!;
          expect(Math.abs(value - want)).toBeLessThanOrEqual(1e-6 * (1 + Math.abs(want)));
        });
    }
  },
);
