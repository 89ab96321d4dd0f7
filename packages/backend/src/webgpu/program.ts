import * as tf from '@tensorflow/tfjs-core';

/**
 * A program of a graphics card that writes several tensors, where those of TensorFlow.js write one. In WGSL, tensors are arrays of f32 by their names, and
 * numbers lie in `uniforms`. Every one that is named must be read or written.
 */
export interface WebgpuProgram {
  /** Unlike that of any other program. */
  readonly name: string;
  /** With the inputs no more than eight, which is as many as a card surely has room for. */
  readonly outputs: readonly string[];
  readonly inputs: readonly string[];
  readonly uniforms: Readonly<Record<string, 'i32' | 'f32'>>;
  /** Declarations before `main`. */
  readonly declarations?: string;
  /** The body of `main`, for the thread `lane` of `threads` in the group `block` of all groups. */
  readonly code: string;
}

/** One run of a program. */
export interface WebgpuRun {
  readonly inputs: readonly tf.TensorInfo[];
  /** Shapes of new tensors, or tensors that are written to. */
  readonly outputs: readonly (readonly number[] | tf.TensorInfo)[];
  readonly uniforms: Readonly<Record<string, number>>;
  /** Groups of `threads` threads. */
  readonly groups: number;
}

/** Threads of a group. */
export const threads = 64;

/** Declares `sumOfThreads(value, lane)`, the sum over a group, which all of its threads call. */
export const sumOfThreads = `
  var<workgroup> sums : array<f32, threads>;
  fn sumOfThreads(value : f32, lane : i32) -> f32 {
    workgroupBarrier();
    sums[lane] = value;
    for (var half = threads / 2; half > 0; half /= 2) {
      workgroupBarrier();
      if (lane < half) { sums[lane] += sums[lane + half]; }
    }
    workgroupBarrier();
    return sums[0];
  }
`;

/** Groups in a row, of which WebGPU has up to this many. */
const maxGroups = 65_535;

/** What is used of WebGPU, and of TensorFlow.js' backend (4.22.0). */
interface Pipeline {
  getBindGroupLayout(index: number): object;
}
interface Device {
  createShaderModule(source: { readonly code: string }): object;
  createComputePipeline(how: object): Pipeline;
  createBindGroup(how: object): object;
}
interface Pass {
  setPipeline(pipeline: Pipeline): void;
  setBindGroup(index: number, group: object): void;
  dispatchWorkgroups(x: number, y: number): void;
}
interface Backend {
  readonly device: Device;
  readonly tensorMap: { get(dataId: object): { readonly resource: object } };
  readonly commandQueueOwnedIds: { add(dataId: object): void };
  readonly commandEncoder: { beginComputePass(how: object): Pass };
  computePassEncoder: Pass | null;
  dispatchCountInPass: number;
  makeTensorInfo(shape: readonly number[], dtype: string): tf.TensorInfo;
  makeUniforms(values: readonly { readonly type: string; readonly data: readonly number[] }[]): object;
  uploadToGPU(dataId: object): void;
  ensureCommandEncoderReady(): void;
  endComputePassEncoder(): void;
  submitQueue(): void;
}

const pipelines = new WeakMap<Device, Map<string, Pipeline>>();

/** Runs a program in the queue of TensorFlow.js' own. @returns the outputs */
export function runWebgpu(backend: unknown, program: WebgpuProgram, run: WebgpuRun): tf.TensorInfo[] {
  const gpu = backend as Backend;
  const outputs = run.outputs.map((output) =>
    'dataId' in output ? output : gpu.makeTensorInfo(output, 'float32'),
  );
  const tensors = [...outputs, ...run.inputs];
  for (const { dataId } of tensors) {
    gpu.uploadToGPU(dataId);
    gpu.commandQueueOwnedIds.add(dataId);
  }
  const uniforms = Object.entries(program.uniforms).map(([name, type]) => ({
    type: type === 'i32' ? 'int32' : 'float32',
    data: [run.uniforms[name]!],
  }));
  const pipeline = pipelineOf(gpu.device, program);
  const resources = [
    ...tensors.map(({ dataId }) => ({ buffer: gpu.tensorMap.get(dataId).resource })),
    gpu.makeUniforms(uniforms),
  ];
  const group = gpu.device.createBindGroup({
    layout: pipeline.getBindGroupLayout(0),
    entries: resources.map((resource, binding) => ({ binding, resource })),
  });
  gpu.ensureCommandEncoderReady();
  gpu.computePassEncoder ??= gpu.commandEncoder.beginComputePass({});
  gpu.computePassEncoder.setPipeline(pipeline);
  gpu.computePassEncoder.setBindGroup(0, group);
  const rows = Math.ceil(run.groups / maxGroups);
  gpu.computePassEncoder.dispatchWorkgroups(Math.ceil(run.groups / rows), rows);
  gpu.dispatchCountInPass++;
  if (tf.env().getNumber('WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE') <= gpu.dispatchCountInPass) {
    gpu.endComputePassEncoder();
    gpu.submitQueue();
  }
  return outputs;
}

function pipelineOf(device: Device, program: WebgpuProgram): Pipeline {
  const known = pipelines.get(device) ?? new Map<string, Pipeline>();
  pipelines.set(device, known);
  const found = known.get(program.name);
  if (found) return found;
  const module = device.createShaderModule({ code: sourceOf(program) });
  const pipeline = device.createComputePipeline({
    label: program.name,
    layout: 'auto',
    compute: { module, entryPoint: 'main' },
  });
  known.set(program.name, pipeline);
  return pipeline;
}

function sourceOf({ outputs, inputs, uniforms, declarations = '', code }: WebgpuProgram): string {
  const tensors = [
    ...outputs.map((name) => ({ name, access: 'read_write' })),
    ...inputs.map((name) => ({ name, access: 'read' })),
  ];
  const bindings = tensors.map(
    ({ name, access }, i) => `@group(0) @binding(${i}) var<storage, ${access}> ${name} : array<f32>;`,
  );
  const fields = Object.entries(uniforms).map(([name, type]) => `${name} : ${type},`);
  return `
    ${bindings.join('\n')}
    struct Uniforms { ${fields.join(' ')} }
    @group(0) @binding(${tensors.length}) var<uniform> uniforms : Uniforms;
    const threads = ${threads};
    ${declarations}
    @compute @workgroup_size(${threads})
    fn main(
      @builtin(workgroup_id) workgroup : vec3<u32>,
      @builtin(num_workgroups) workgroups : vec3<u32>,
      @builtin(local_invocation_index) index : u32,
    ) {
      let block = i32(workgroup.x + workgroup.y * workgroups.x);
      let lane = i32(index);
      ${code}
    }
  `;
}
