import type { RnpErrorCode } from '@rnp/errors';
import type { NetworkSpec } from '../network.js';
import type { TrainingConfig } from '../training/trainingSettings.js';

import type { SharedLayout } from './sharedLayout.js';

/** What all workers of a run do. */
export interface WorkerPlan {
  readonly network: NetworkSpec;
  readonly training: TrainingConfig;
  readonly layout: SharedLayout;
  readonly workers: number;
  /** Steps done before. */
  readonly step: number;
  /** Updates that the moments have seen. */
  readonly updates: number;
  /** Where a browser finds the `.wasm` files (`useBackend`). */
  readonly wasmPaths: string | Readonly<Record<string, string>> | undefined;
}

/** The only message to a worker; all that follows goes through the shared memory. */
export interface StartMessage {
  readonly plan: WorkerPlan;
  readonly memory: WebAssembly.Memory;
  /** Which of the workers this is, from 0. */
  readonly index: number;
}

export type WorkerMessage =
  | { readonly type: 'ready' }
  /** The first worker, after every step: loss terms and gradient norm. */
  | { readonly type: 'step'; readonly report: readonly number[] }
  /** `code` of an error of ours. */
  | { readonly type: 'failed'; readonly message: string; readonly code?: RnpErrorCode };
