export { type BackendName, backendNames } from './backends.js';
export { addAll } from './ops/addAll.js';
export { col2im, type ImageWindow, im2col } from './ops/columns.js';
export { copyOut } from './ops/copyOut.js';
export { defineOp, type Op } from './ops/defineOp.js';
export { kernelForm } from './ops/kernelForm.js';
export type {
  GradientCall,
  OpAttributes,
  OpDefinition,
  OpForm,
  OpGradient,
  OpInputs,
  OpKernels,
  PlainGradient,
  PlainGradientCall,
} from './ops/opDefinition.js';
export { cosine, sine } from './ops/sine.js';
export { type OpCount, type OpTrace, traceOps } from './ops/traceOps.js';
export { prepareBackend } from './prepareBackend.js';
export { requireBackend } from './requireBackend.js';
export { startBackend } from './startBackend.js';
export { turnOfTheLoop } from './turnOfTheLoop.js';
export { type BackendReport, type UseBackendOptions, useBackend } from './useBackend.js';
export type { WasmHost } from './wasm/host.js';
export { type SideModule, type SideModuleDefinition, sideModule } from './wasm/sideModule.js';
export { usedWasmPaths, type WasmPaths } from './wasmFiles.js';
export type { Window } from './window.js';
