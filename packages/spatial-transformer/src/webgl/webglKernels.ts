import type { OpForm } from '@rnp/backend';
import * as tf from '@tensorflow/tfjs-core';
import { type GpuBackend, gpuForms, type RunProgram } from '../gpu/gpuKernels.js';
import { glslProgram } from './glslProgram.js';

/** The part of the TensorFlow.js WebGL backend that these kernels stand on (tfjs-backend-webgl 4.22.0). */
interface WebglBackend extends GpuBackend {
  runWebGLProgram(program: GpgpuProgram, inputs: tf.TensorInfo[], dtype: tf.DataType): tf.TensorInfo;
}

interface GpgpuProgram {
  readonly variableNames: string[];
  readonly outputShape: number[];
  readonly userCode: string;
}

const run: RunProgram<WebglBackend> = (backend, name, sizes, inputs, outputShape) => {
  const program = { variableNames: Object.keys(inputs), outputShape, userCode: glslProgram(name, sizes) };
  return backend.runWebGLProgram(program, Object.values(inputs), 'float32');
};

// WebGL 1 has neither loops of variable length nor the bits of a float.
const forms = /* @__PURE__ */ gpuForms('webgl', run, () => tf.env().getNumber('WEBGL_VERSION') >= 2);

export const webglSample: OpForm = forms.sample;
export const webglPlaceSum: OpForm = forms.placeSum;
