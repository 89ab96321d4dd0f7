import * as tf from '@tensorflow/tfjs-core';
import { runWebgpu, threads, type WebgpuProgram } from './program.js';

type Kernel = NonNullable<ReturnType<typeof tf.getKernel>>;

/** Pieces that one program writes: with what is split there are eight tensors. */
const atOnce = 7;

const replaced = new WeakSet<Kernel>();

/**
 * Gives the `webgpu` backend kernels that split a tensor into up to seven pieces by one program; its own start one for each piece. Idempotent.
 */
export function replaceWebgpuSplit(): void {
  if (tf.getBackend() !== 'webgpu') return;
  replace('SplitV', (x, attrs) => {
    const axis = tf.util.parseAxisParam(attrs.axis as number, x.shape)[0]!;
    const { numOrSizeSplits } = attrs as { readonly numOrSizeSplits: number[] | number };
    const sizes = tf.backend_util.prepareSplitSize(x as tf.Tensor, numOrSizeSplits, axis);
    return { axis, sizes, shapeOf: (size) => x.shape.map((old, i) => (i === axis ? size : old)) };
  });
  replace('Unpack', (x, attrs) => {
    const { axis: given } = attrs as { readonly axis: number };
    const axis = given < 0 ? given + x.shape.length : given;
    const sizes = Array<number>(x.shape[axis]!).fill(1);
    return { axis, sizes, shapeOf: () => x.shape.filter((_, i) => i !== axis) };
  });
}

interface Pieces {
  readonly axis: number;
  /** Along the axis. */
  readonly sizes: readonly number[];
  shapeOf(size: number): number[];
}

function replace(
  name: string,
  piecesOf: (x: tf.TensorInfo, attrs: Readonly<Record<string, unknown>>) => Pieces,
): void {
  const own = tf.getKernel(name, 'webgpu');
  if (own === undefined || replaced.has(own)) return;
  tf.unregisterKernel(name, 'webgpu');
  tf.registerKernel({
    ...own,
    kernelFunc: (call) => {
      const x = call.inputs.x ?? call.inputs.value!;
      const pieces = piecesOf(x, call.attrs as Readonly<Record<string, unknown>>);
      if (x.dtype !== 'float32' || x.shape.includes(0) || pieces.sizes.includes(0)) {
        return own.kernelFunc(call);
      }
      return split(call.backend, x, pieces);
    },
  });
  replaced.add(tf.getKernel(name, 'webgpu')!);
}

function split(backend: unknown, x: tf.TensorInfo, { axis, sizes, shapeOf }: Pieces): tf.TensorInfo[] {
  const outer = tf.util.sizeFromShape(x.shape.slice(0, axis));
  const inner = tf.util.sizeFromShape(x.shape.slice(axis + 1));
  const made: tf.TensorInfo[] = [];
  let begin = 0;
  for (let first = 0; first < sizes.length; first += atOnce) {
    const some = sizes.slice(first, first + atOnce);
    const runs = Object.fromEntries(some.map((size, i) => [`run${i}`, size * inner]));
    const width = some.reduce((sum, size) => sum + size, 0) * inner;
    const outputs = runWebgpu(backend, programOf(some.length), {
      inputs: [x],
      outputs: some.map(shapeOf),
      uniforms: { begin, width, whole: x.shape[axis]! * inner, size: outer * width, ...runs },
      groups: Math.ceil((outer * width) / threads),
    });
    made.push(...outputs);
    begin += width;
  }
  return made;
}

/** Each thread copies one number to the piece that it belongs to. */
function programOf(count: number): WebgpuProgram {
  const numbers = Array.from({ length: count }, (_, i) => i);
  return {
    name: `rnpSplit${count}`,
    inputs: ['x'],
    outputs: numbers.map((i) => `piece${i}`),
    uniforms: {
      begin: 'i32',
      width: 'i32',
      whole: 'i32',
      size: 'i32',
      ...Object.fromEntries(numbers.map((i) => [`run${i}`, 'i32' as const])),
    },
    code: `
      let at = block * threads + lane;
      if (at >= uniforms.size) { return; }
      let row = at / uniforms.width;
      var column = at % uniforms.width;
      let value = x[row * uniforms.whole + uniforms.begin + column];
      ${numbers
        .map(
          (
            i,
          ) => `if (column < uniforms.run${i}) { piece${i}[row * uniforms.run${i} + column] = value; return; }
      column -= uniforms.run${i};`,
        )
        .join('\n      ')}
    `,
  };
}
