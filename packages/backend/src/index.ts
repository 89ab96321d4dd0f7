export { addAll } from './addAll.js';
export type { BackendName } from './backends.js';
export { col2im, type ImageWindow, im2col } from './columns.js';
export { BackendError, type BackendErrorCode } from './errors.js';
export { prepareBackend } from './prepareBackend.js';
export { type BackendReport, type UseBackendOptions, useBackend } from './useBackend.js';
export type { WasmHost } from './wasm/host.js';
export { type SideModule, type SideModuleDefinition, sideModule } from './wasm/sideModule.js';
export type { Window } from './window.js';
