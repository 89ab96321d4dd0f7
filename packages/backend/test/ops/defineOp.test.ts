import { beforeAll, describe, expect, test } from '@jest/globals';
import { gradientCheck, leakedTensors } from '@rnp-tools/testing';
import * as tf from '@tensorflow/tfjs-core';
import { defineOp, kernelForm, type Op, sideModule, traceOps, useBackend } from '../../src/index.js';
import { kernelName } from '../../src/ops/opDefinition.js';

/** (module (import "env" "memory" (memory 0)) (func (export "one") (result f32) f32.const 1)) */
const base64 = 'AGFzbQEAAAABBQFgAAF9Ag8BA2VudgZtZW1vcnkCAAADAgEABwcBA29uZQAACgkBBwBDAACAPws=';
const module = sideModule<{ one(): number }>({ name: 'test', base64 });

interface Scaled extends Readonly<Record<string, unknown>> {
  readonly factor: number;
}

type XOp = Op<{ readonly x: tf.Tensor; readonly bias?: tf.Tensor }, Scaled, tf.Tensor>;

/**
 * factor·x² + bias, whose own form computes in JavaScript, on the memory of the backend. Its gradient may write over x, or over a slope that it keeps,
 * and free it with `dy`.
 */
function squareOp(name: string, { keeps = false, frees = false }): XOp {
  return defineOp({
    name,
    plain: ({ x, bias }, { factor }) => {
      const square = tf.mul(tf.square(x), factor);
      return bias === undefined ? square : tf.add(square, bias);
    },
    wasm: module.form((wasm, host) => {
      const valuesOf = (info: tf.TensorInfo): Float32Array =>
        new Float32Array(host.memory().buffer, host.address(info), tf.util.sizeFromShape(info.shape));
      const filled = (shape: number[], value: (i: number) => number): tf.TensorInfo => {
        const out = host.output(shape, 'float32');
        valuesOf(out).set(Array.from({ length: tf.util.sizeFromShape(shape) }, (_, i) => value(i)));
        return out;
      };
      return {
        forward: ({ inputs, attrs }) => {
          const { x, bias } = inputs as { x: tf.TensorInfo; bias?: tf.TensorInfo };
          const { factor } = attrs as unknown as Scaled;
          const y = filled(
            x.shape,
            (i) => factor * wasm.one() * valuesOf(x)[i]! ** 2 + (bias ? valuesOf(bias)[i]! : 0),
          );
          return keeps ? [y, filled(x.shape, (i) => 2 * factor * valuesOf(x)[i]!)] : y;
        },
        gradient: ({ inputs, attrs }) => {
          const { dy, x, slope } = inputs as Record<'dy' | 'x' | 'slope', tf.TensorInfo>;
          const { factor } = attrs as unknown as Scaled;
          const read = slope ?? x;
          const out = frees ? host.outputOver(read) : host.output(read.shape, 'float32');
          const scale = slope ? 1 : 2 * factor;
          valuesOf(out).set(valuesOf(read).map((value, i) => valuesOf(dy)[i]! * scale * value));
          return out;
        },
      };
    }),
    gradient: {
      inputs: keeps ? [] : ['x'],
      ...(keeps ? { keeps, outputs: [false, true] } : {}),
      compute: ({ dy, saved, run, free }) => {
        const bias = tf.clone(dy[0]!);
        const slope = (): tf.Tensor => run('gradient', { dy: dy[0], [keeps ? 'slope' : 'x']: saved[0] })[0]!;
        if (!frees) return { x: slope, bias: () => bias };
        const x = slope();
        free();
        return { x: () => x, bias: () => bias };
      },
    },
  });
}

const ops = [
  squareOp('squareTest', {}),
  squareOp('keptSquareTest', { keeps: true }),
  squareOp('freeSquareTest', { frees: true }),
  squareOp('freeKeptSquareTest', { keeps: true, frees: true }),
] as const;

describe.each(['cpu', 'wasm'] as const)('an op on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  test.each(ops)('runs the form that suits the backend, and says so', (op) => {
    const trace = traceOps();
    tf.tidy(() => {
      expect([...op({ x: tf.tensor1d([1, 2]) }, { factor: 3 }).dataSync()]).toEqual([3, 12]);
      expect([...op({ x: tf.tensor1d([2]), bias: tf.tensor1d([1]) }, { factor: 1 }).dataSync()]).toEqual([5]);
      expect([...op.plain({ x: tf.tensor1d([1]) }, { factor: 2 }).dataSync()]).toEqual([2]);
    });
    trace.stop();
    tf.tidy(() => op({ x: tf.tensor1d([1]) }, { factor: 3 }));
    expect(trace.counts()).toMatchObject([{ form: backend === 'wasm' ? 'wasm' : 'plain', calls: 2 }]);
    expect(op.hasOwnForm()).toBe(backend === 'wasm');
  });

  test.each(ops)('has the gradient of its plain form', async (op) => {
    const inputs = [tf.tensor1d([0.5, -1.5, 2]), tf.tensor1d([1, 2, 3])];
    const f = (...args: tf.Tensor[]): tf.Tensor =>
      tf.sum(tf.mul(op({ x: args[0]!, bias: args[1] }, { factor: 0.7 }), tf.tensor1d([1, -2, 0.5])));
    gradientCheck(f, inputs);
    // Of one input alone, and of one that is not there.
    tf.tidy(() => {
      const slope = tf.grad((x) => tf.sum(op({ x }, { factor: 2 })))(inputs[0]!);
      expect([...slope.dataSync()]).toEqual([2, -6, 8]);
    });
    expect(await leakedTensors(() => tf.dispose(tf.grads(f)(inputs)))).toBe(0);
  });
});

test('a list is an input, too, and a kernel with several outputs gives them all', async () => {
  await useBackend('wasm');
  const sums = defineOp<tf.Tensor[], Record<string, never>, tf.Tensor[]>({
    name: 'listTest',
    plain: (list) => [tf.addN(list), tf.scalar(list.length)],
    wasm: module.form((_, host) => ({
      forward: ({ inputs }) => {
        const list = inputs as unknown as tf.TensorInfo[];
        const [sum, count] = [host.output([1], 'float32'), host.output([], 'float32')];
        const at = (info: tf.TensorInfo): Float32Array =>
          new Float32Array(host.memory().buffer, host.address(info), 1);
        at(sum)[0] = list.reduce((total, info) => total + at(info)[0]!, 0);
        at(count)[0] = list.length;
        return [sum, count];
      },
    })),
    gradient: {
      compute: ({ dy, saved }) => Object.fromEntries(saved.map((_, i) => [i, () => tf.clone(dy[0]!)])),
    },
  });
  tf.tidy(() => {
    const list = [1, 2, 3].map((value) => tf.tensor1d([value]));
    expect(sums(list, {}).map((output) => output.dataSync()[0])).toEqual([6, 3]);
    const slopes = tf.grads((...all) => tf.sum(tf.mul(sums(all, {})[0]!, 5)))(list);
    expect(slopes.map((slope) => slope.dataSync()[0])).toEqual([5, 5, 5]);
  });
});

describe('a gradient that frees what it has read', () => {
  beforeAll(() => useBackend('wasm'));

  /** x, and what `look` says when its gradient is computed. */
  const seen = (x: tf.Tensor, look: () => void): tf.Tensor =>
    tf.customGrad((x) => ({
      value: tf.clone(x as tf.Tensor),
      gradFunc: (dy: tf.Tensor) => {
        look();
        return tf.clone(dy);
      },
    }))(x);

  /** Bytes that are held when the backward pass has come to the beginning: x has a thousand numbers. */
  function heldAtTheEnd(op: XOp): number {
    let bytes = 0;
    const x = tf.ones([1000]);
    const before = tf.memory().numBytes;
    const look = (): void => {
      bytes = tf.memory().numBytes - before;
    };
    tf.grad((x) => {
      let y = tf.tidy(() => tf.add(seen(x, look), 1));
      for (let i = 0; i < 4; i++) {
        const last = y;
        y = tf.tidy(() => op({ x: last }, { factor: 0.1 }));
        last.dispose();
      }
      return tf.sum(y);
    })(x).dispose();
    x.dispose();
    return bytes;
  }

  test('holds less while the pass goes on', () => {
    const [plain, kept, free, freeKept] = ops.map(heldAtTheEnd);
    // Of four ops each the output's gradient, and what was saved.
    expect(plain! - free!).toBeGreaterThanOrEqual(8 * 4000);
    expect(kept! - freeKept!).toBeGreaterThanOrEqual(8 * 4000);
  });

  test.each(ops)('leaves alone what others hold', (op) => {
    tf.tidy(() => {
      const x = tf.tensor1d([1, 2]);
      const dy = tf.tensor1d([10, 20]);
      const slope = tf.grad((x) => op({ x }, { factor: 1 }))(x, dy);
      expect([...slope.dataSync()]).toEqual([20, 80]);
      expect([...x.dataSync()]).toEqual([1, 2]);
      expect([...dy.dataSync()]).toEqual([10, 20]);
    });
  });
});

describe.each(['cpu', 'wasm'] as const)('a plain gradient on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  type Pair = { readonly x: tf.Tensor; readonly y: tf.Tensor };
  /** x²y and x + y, and how often a gradient in y was asked for. */
  let asked = 0;
  const pair = defineOp<Pair, Record<string, never>, tf.Tensor[]>({
    name: 'pairTest',
    plain: ({ x, y }) => [tf.mul(tf.square(x), y), tf.add(x, y)],
    plainGradient: {
      inputs: ['x', 'y'],
      forward: ({ x, y }) => {
        const square = tf.square(x);
        return { outputs: [tf.mul(square, y), tf.add(x, y)], kept: [square] };
      },
      compute: ({ dy: [dProduct, dSum], inputs: { x, y }, outputs, kept: [square] }) => {
        expect(outputs).toHaveLength(2);
        return {
          x: () => tf.add(tf.mul(dProduct!, tf.mul(tf.mul(x!, y!), 2)), dSum!),
          y: () => {
            asked++;
            return tf.add(tf.mul(dProduct!, square!), dSum!);
          },
        };
      },
    },
  });

  test('is that of what the op does, of all outputs', async () => {
    const inputs = [tf.tensor1d([0.5, -1.5]), tf.tensor1d([2, 3])];
    const f = (...[x, y]: tf.Tensor[]): tf.Tensor => {
      const [product, sum] = pair({ x: x!, y: y! }, {});
      return tf.sum(tf.add(product!, tf.mul(sum!, tf.square(sum!))));
    };
    gradientCheck(f, inputs);
    // Of one output alone: the other's is 0.
    tf.tidy(() => {
      const slopes = tf.grads((x, y) => tf.sum(pair({ x, y }, {})[0]!))(inputs);
      expect(slopes.map((slope) => [...slope.dataSync()])).toEqual([
        [2, -9],
        [0.25, 2.25],
      ]);
    });
    expect(await leakedTensors(() => tf.dispose(tf.grads(f)(inputs)))).toBe(0);
    expect(await leakedTensors(() => tf.dispose(pair({ x: inputs[0]!, y: inputs[1]! }, {})))).toBe(0);
  });

  test('is not computed for what nobody asks for', () => {
    asked = 0;
    tf.tidy(() => {
      const y = tf.tensor1d([2]);
      const slope = tf.grad((x) => tf.sum(pair({ x, y }, {})[0]!))(tf.tensor1d([3]));
      expect([...slope.dataSync()]).toEqual([12]);
    });
    expect(asked).toBe(0);
  });
});

test('kernels are named in one way, also those that need no module', async () => {
  expect(kernelName('layerNorm', 'forward')).toBe('RnpLayerNorm');
  expect(kernelName('layerNorm', 'gradient')).toBe('RnpLayerNormGradient');
  const form = kernelForm('cpu', { forward: ({ inputs }) => inputs.x! });
  await useBackend('wasm');
  expect(form.install('formTest')).toBe(false);
  await useBackend('cpu');
  expect(form.install('formTest')).toBe(true);
  expect(tf.getKernel('RnpFormTest', 'cpu')).toBeDefined();
});
