import * as tf from '@tensorflow/tfjs-core';
import type { WasmHost } from './host.js';
import type { ModuleExports } from './module.generated.js';

type Info = tf.TensorInfo & { readonly dtype: 'float32' | 'int32' };

/** Whether values have the four bytes that the kernels below move. */
function isFourBytes(x: tf.TensorInfo): x is Info {
  return x.dtype === 'float32' || x.dtype === 'int32';
}

/** `Tile`, also what `tf.broadcastTo` runs: axis by axis, the last first, so that what is in between is small. */
export function tileKernel(wasm: ModuleExports, host: WasmHost): tf.KernelConfig {
  const stock = host.stock(tf.Tile)!;
  return {
    kernelName: tf.Tile,
    backendName: 'wasm',
    kernelFunc: (call) => {
      const x = call.inputs.x!;
      const { reps } = call.attrs as unknown as tf.TileAttrs;
      const size = tf.util.sizeFromShape(x.shape) * reps.reduce((product, value) => product * value, 1);
      if (!isFourBytes(x) || size === 0 || reps.length !== x.shape.length) return stock(call);

      const axes = reps.map((_, axis) => axis).filter((axis) => reps[axis] !== 1);
      if (axes.length === 0) axes.push(0);
      let from: Info = x;
      for (const axis of axes.reverse()) {
        const shape = from.shape.map((length, i) => (i === axis ? length * reps[axis]! : length));
        const outer = tf.util.sizeFromShape(from.shape.slice(0, axis));
        const block = tf.util.sizeFromShape(from.shape.slice(axis));
        const to = host.output(shape, x.dtype) as Info;
        wasm.repeat(host.address(from), host.address(to), outer, block, reps[axis] ?? 1);
        if (from !== x) host.dispose(from);
        from = to;
      }
      return from;
    },
  };
}

/**
 * `Slice`, `SplitV` and `Unpack` (`tf.unstack`) of any rank up to four uneven axes. The stock kernels copy the
 * whole tensor out of the WASM memory for each slice.
 */
export function sliceKernels(wasm: ModuleExports, host: WasmHost): tf.KernelConfig[] {
  const kernel = (
    kernelName: string,
    run: (x: Info, attrs: tf.NamedAttrMap) => tf.TensorInfo[] | undefined,
  ) => {
    const stock = host.stock(kernelName)!;
    const config: tf.KernelConfig = {
      kernelName,
      backendName: 'wasm',
      kernelFunc: (call) => {
        const x = (call.inputs.x ?? call.inputs.value)!;
        const outputs = isFourBytes(x) ? run(x, call.attrs!) : undefined;
        if (outputs === undefined) return stock(call);
        return kernelName === tf.Slice ? outputs[0]! : outputs;
      },
    };
    return config;
  };
  const cut = (x: Info, axis: number, sizes: readonly number[]): tf.TensorInfo[] | undefined => {
    const begin = x.shape.map(() => 0);
    const outputs = sizes.map((size) => {
      const part = slice(
        wasm,
        host,
        x,
        begin,
        x.shape.map((all, i) => (i === axis ? size : all)),
      );
      begin[axis]! += size;
      return part;
    });
    // Never refused: the axes before the one that is cut are whole and merge to one.
    return outputs as tf.TensorInfo[];
  };
  return [
    kernel(tf.Slice, (x, attrs) => {
      const { begin, size } = attrs as unknown as tf.SliceAttrs;
      const [from, sizes] = tf.slice_util.parseSliceParams(x as unknown as tf.Tensor, begin, size);
      tf.slice_util.assertParamsValid(x as unknown as tf.Tensor, from!, sizes!);
      const part = slice(wasm, host, x, from!, sizes!);
      return part && [part];
    }),
    kernel(tf.SplitV, (x, attrs) => {
      const { numOrSizeSplits, axis } = attrs as unknown as tf.SplitVAttrs;
      const along = tf.util.parseAxisParam(axis, x.shape)[0]!;
      const sizes = tf.backend_util.prepareSplitSize(x as unknown as tf.Tensor, numOrSizeSplits, along);
      return cut(x, along, sizes);
    }),
    kernel(tf.Unpack, (x, attrs) => {
      const { axis } = attrs as unknown as tf.UnpackAttrs;
      const along = tf.util.parseAxisParam(axis, x.shape)[0]!;
      const parts = cut(x, along, Array(x.shape[along]!).fill(1) as number[]);
      return parts?.map((part) => ({ ...part, shape: part.shape.filter((_, i) => i !== along) }));
    }),
  ];
}

/** A box of a tensor, or undefined when more than three axes are left before its runs. */
function slice(
  wasm: ModuleExports,
  host: WasmHost,
  x: Info,
  begin: readonly number[],
  size: readonly number[],
): tf.TensorInfo | undefined {
  const strides = [...tf.util.computeStrides([...x.shape]), 1];
  // Axes that are taken whole join the run of values that lie side by side.
  const axes: { size: number; stride: number }[] = [];
  let run = 1;
  let whole = true;
  for (let axis = x.shape.length - 1; axis >= 0; axis--) {
    if (whole) {
      run *= size[axis]!;
      whole = size[axis] === x.shape[axis];
      continue;
    }
    const inner = axes[0];
    const full = inner !== undefined && inner.stride * inner.size === strides[axis];
    if (full) inner.size *= size[axis]!;
    else axes.unshift({ size: size[axis]!, stride: strides[axis]! });
  }
  if (axes.length > 3) return undefined;
  while (axes.length < 3) axes.unshift({ size: 1, stride: 0 });
  const out = host.output([...size], x.dtype);
  const offset = begin.reduce((sum, at, axis) => sum + at * strides[axis]!, 0);
  const loops = axes.flatMap((axis) => [axis.size, axis.stride]) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (tf.util.sizeFromShape([...size]) > 0) {
    wasm.box(host.address(x) + offset * 4, host.address(out), ...loops, run);
  }
  return out;
}
