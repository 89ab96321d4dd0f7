import type { ModuleExports as BackendExports } from '@rnp/backend/kernels';
import type { ModuleExports as HypernetExports } from '@rnp/hypernet/kernels';
import type { ModuleExports as TransformerExports } from '@rnp/spatial-transformer/kernels';
import type { ModuleExports } from '../wasm/module.generated.js';

/** The functions of all modules that take part, in one memory. */
export interface EnergyFunctions {
  readonly backend: BackendExports;
  readonly hypernet: HypernetExports;
  readonly transformer: TransformerExports;
  readonly own: ModuleExports;
}
