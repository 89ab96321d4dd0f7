import * as tf from '@tensorflow/tfjs-core';
import { type GpuBackend, gpuKernels, type RunProgram } from '../gpu/gpuKernels.js';
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

let registered = false;

export const webglKernels = {
  /** True when WebGL 2 is the active backend, whose kernels are then in place. */
  ensure: (): boolean => {
    // WebGL 1 has neither loops of variable length nor the bits of a float.
    if (tf.getBackend() !== 'webgl' || tf.env().getNumber('WEBGL_VERSION') < 2) return false;
    if (!registered) for (const kernel of gpuKernels('webgl', run)) tf.registerKernel(kernel);
    registered = true;
    return true;
  },
};
