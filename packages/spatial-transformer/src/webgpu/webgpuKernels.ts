import type { OpForm } from '@rnp/backend';
import * as tf from '@tensorflow/tfjs-core';
import { type GpuBackend, gpuForms, type RunProgram } from '../gpu/gpuKernels.js';
import { wgslProgram } from './wgslProgram.js';

/** The part of the TensorFlow.js WebGPU backend that these kernels stand on (tfjs-backend-webgpu 4.22.0). */
interface WebgpuBackend extends GpuBackend {
  runWebGPUProgram(program: WebgpuProgram, inputs: tf.TensorInfo[], dtype: tf.DataType): tf.TensorInfo;
}

interface WebgpuProgram {
  readonly variableNames: string[];
  readonly outputShape: number[];
  readonly shaderKey: string;
  readonly workgroupSize: [number, number, number];
  readonly dispatchLayout: { readonly x: number[] };
  readonly dispatch: [number, number, number];
  readonly size: true;
  getUserCode(): string;
}

const threads = 64;

const run: RunProgram<WebgpuBackend> = (backend, name, sizes, inputs, outputShape) => {
  const variableNames = Object.keys(inputs);
  const { patch, canvas, children, frames, soft, energy } = sizes;
  const program: WebgpuProgram = {
    variableNames,
    outputShape,
    // The source depends on nothing else.
    shaderKey: `rnp_${name}_${[...patch, ...canvas, children, frames, soft, energy]}`,
    workgroupSize: [threads, 1, 1],
    dispatchLayout: { x: outputShape.map((_, axis) => axis) },
    dispatch: [Math.ceil(tf.util.sizeFromShape(outputShape) / threads), 1, 1],
    size: true,
    getUserCode: () => wgslProgram(name, sizes),
  };
  return backend.runWebGPUProgram(program, Object.values(inputs), 'float32');
};

const forms = /* @__PURE__ */ gpuForms('webgpu', run);

export const webgpuSample: OpForm = forms.sample;
export const webgpuPlaceSum: OpForm = forms.placeSum;
