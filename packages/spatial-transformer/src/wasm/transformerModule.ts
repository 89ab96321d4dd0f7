import { type SideModule, sideModule } from '@rnp/backend';
import { type ModuleExports, moduleBase64 } from './module.generated.js';

/** This package's WASM kernels (assembly/index.ts). */
export const transformerModule: SideModule<ModuleExports> = /* @__PURE__ */ sideModule<ModuleExports>({
  name: '@rnp/spatial-transformer',
  base64: moduleBase64,
});
