// Letters and formats as in assembly/batchNorm/batchNorm.ts.
import type { OpForm } from '@rnp/backend';
import * as tf from '@tensorflow/tfjs-core';
import { nnModule } from '../wasm/nnModule.js';

type Inputs = Readonly<Record<string, tf.TensorInfo | undefined>>;
type Attributes = Readonly<Record<string, number | boolean>>;
type Run = (inputs: Inputs, attributes: Attributes) => tf.TensorInfo | tf.TensorInfo[];

/** A form of one kernel. */
const formOf = (make: (...module: Parameters<Parameters<typeof nnModule.form>[0]>) => Run): OpForm =>
  nnModule.form((wasm, host) => {
    const run = make(wasm, host);
    return { forward: ({ inputs, attrs }) => run(inputs as Inputs, (attrs ?? {}) as unknown as Attributes) };
  });

/** x [..., c] → moments [2c + 1]. */
export const wasmBatchMoments: OpForm = /* @__PURE__ */ formOf((wasm, host) => ({ x }) => {
  const { rows, c } = sizes(x!);
  return host.scratch(16 * c, (scratch) => {
    const out = host.output([2 * c + 1], 'float32');
    wasm.batchMoments(host.address(x!), host.address(out), scratch, rows, c);
    return out;
  });
});

/** moments [parts, 2c + 1] → moments [2c + 1] of all parts. */
export const wasmJoinMoments: OpForm = /* @__PURE__ */ formOf((wasm, host) => ({ moments }) => {
  const [parts, length] = moments!.shape as [number, number];
  const c = (length - 1) / 2;
  return host.scratch(16 * c, (scratch) => {
    const out = host.output([length], 'float32');
    wasm.joinMoments(host.address(moments!), host.address(out), scratch, parts, c);
    return out;
  });
});

/** moments, mean [c], variance [c]; attribute keep → [2, c], the new ones. */
export const wasmRunningAverages: OpForm = /* @__PURE__ */ formOf(
  (wasm, host) =>
    ({ moments, mean, variance }, { keep }) => {
      const c = mean!.shape[0]!;
      const out = host.output([2, c], 'float32');
      const at = host.address(out);
      wasm.runningAverages(
        host.address(moments!),
        host.address(mean!),
        host.address(variance!),
        at,
        at + 4 * c,
        c,
        keep as number,
      );
      return out;
    },
);

/** x, moments, gamma, beta, residual (optional); attributes epsilon, relu → y like x. */
export const wasmBatchNorm: OpForm = /* @__PURE__ */ formOf(
  (wasm, host) =>
    ({ x, moments, gamma, beta, residual }, { epsilon, relu }) => {
      const { rows, c } = sizes(x!);
      return host.scratch(4 * c, (scratch) => {
        const y = host.output(x!.shape, 'float32');
        wasm.batchNorm(
          host.address(x!),
          host.address(moments!),
          host.address(gamma!),
          host.address(beta!),
          residual ? host.address(residual) : 0,
          host.address(y),
          scratch,
          rows,
          c,
          epsilon as number,
          relu ? 1 : 0,
        );
        return y;
      });
    },
);

/** dy, y (for relu), x, moments; attribute epsilon → [2c]. */
export const wasmBatchNormSums: OpForm = /* @__PURE__ */ formOf(
  (wasm, host) =>
    ({ dy, y, x, moments }, { epsilon }) => {
      const { rows, c } = sizes(x!);
      return host.scratch(20 * c, (scratch) => {
        const out = host.output([2 * c], 'float32');
        wasm.batchNormSums(
          host.address(dy!),
          y ? host.address(y) : 0,
          host.address(x!),
          host.address(moments!),
          host.address(out),
          scratch,
          rows,
          c,
          epsilon as number,
        );
        return out;
      });
    },
);

/** dy, y (for relu), x, moments, gamma, sums; attributes epsilon, residual → dx, and dResidual where asked for. */
export const wasmBatchNormGradX: OpForm = /* @__PURE__ */ formOf(
  (wasm, host) =>
    ({ dy, y, x, moments, gamma, sums }, { epsilon, residual }) => {
      const { rows, c } = sizes(x!);
      return host.scratch(12 * c, (scratch) => {
        const dx = host.output(x!.shape, 'float32');
        const dResidual = residual ? host.output(x!.shape, 'float32') : undefined;
        wasm.batchNormGradX(
          host.address(dy!),
          y ? host.address(y) : 0,
          host.address(x!),
          host.address(moments!),
          host.address(gamma!),
          host.address(sums!),
          host.address(dx),
          dResidual ? host.address(dResidual) : 0,
          scratch,
          rows,
          c,
          epsilon as number,
        );
        return dResidual ? [dx, dResidual] : [dx];
      });
    },
);

function sizes({ shape }: tf.TensorInfo): { readonly rows: number; readonly c: number } {
  const c = shape.at(-1)!;
  return { rows: tf.util.sizeFromShape(shape) / c, c };
}
