import * as tf from '@tensorflow/tfjs-core';
import { kernelForm } from '../ops/kernelForm.js';
import type { OpForm } from '../ops/opDefinition.js';
import { type SineProgram, sineShader } from './sineShader.js';

/** The parts of TensorFlow.js' backends (4.22.0) that run a program of ours. */
interface WebglBackend {
  runWebGLProgram(program: object, inputs: tf.TensorInfo[], dtype: tf.DataType): tf.TensorInfo;
}
interface WebgpuBackend {
  runWebGPUProgram(program: object, inputs: tf.TensorInfo[], dtype: tf.DataType): tf.TensorInfo;
}

const threads = 64;
/** Groups of threads in a row, of which WebGPU has up to this many. */
const maxGroups = 65_535;

function onWebgl(program: SineProgram): tf.KernelFunc {
  return ({ inputs, backend }) => {
    const variableNames = Object.keys(inputs);
    // Numbers lie in fours there; element by element it does not matter which these are.
    const shader = {
      variableNames,
      outputShape: inputs.x!.shape,
      packedInputs: true,
      packedOutput: true,
      userCode: sineShader('webgl', program),
    };
    const tensors = variableNames.map((name) => inputs[name]!);
    return (backend as unknown as WebglBackend).runWebGLProgram(shader, tensors, 'float32');
  };
}

function onWebgpu(program: SineProgram): tf.KernelFunc {
  return ({ inputs, backend }) => {
    const variableNames = Object.keys(inputs);
    const { shape } = inputs.x!;
    const groups = Math.ceil(tf.util.sizeFromShape(shape) / threads);
    const rows = Math.ceil(groups / maxGroups);
    const shader = {
      variableNames,
      outputShape: shape,
      shaderKey: `rnp_${program}`,
      workgroupSize: [threads, 1, 1],
      dispatchLayout: { x: shape.map((_, axis) => axis) },
      dispatch: [Math.ceil(groups / rows), rows, 1],
      size: true,
      getUserCode: () => sineShader('webgpu', program),
    };
    const tensors = variableNames.map((name) => inputs[name]!);
    return (backend as unknown as WebgpuBackend).runWebGPUProgram(shader, tensors, 'float32');
  };
}

/** On WebGL, of an op whose kernel `forward` computes `value` and whose kernel `gradient`, of `dy` and `x`, computes `slope`. */
export function webglSine(value: SineProgram, slope: SineProgram): OpForm {
  return kernelForm('webgl', { forward: onWebgl(value), gradient: onWebgl(slope) });
}

/** The same on WebGPU. */
export function webgpuSine(value: SineProgram, slope: SineProgram): OpForm {
  return kernelForm('webgpu', { forward: onWebgpu(value), gradient: onWebgpu(slope) });
}
