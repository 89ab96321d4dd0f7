import type { OpForm } from '../ops/opDefinition.js';
import { trainingKernels } from './trainingKernels.js';

/** Input x, attribute `target`: a Float32Array that takes its values; no output. */
export const wasmCopyOut: OpForm = /* @__PURE__ */ trainingKernels.form((_, host) => ({
  forward: ({ inputs, attrs }) => {
    const { target } = attrs as unknown as { target: Float32Array };
    target.set(new Float32Array(host.memory().buffer, host.address(inputs.x!), target.length));
    return [];
  },
}));
