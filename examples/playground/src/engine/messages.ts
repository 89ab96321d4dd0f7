import type { BackendName, BackendReport } from '@rnp/backend';
import type { ModelCard, ModelName } from '@rnp/models';
import type { ParseTree } from '@rnp/recursive-decoder';
import type { RnpConfig } from '@rnp/vae';

/** What is asked of the worker that holds the model; plain data, as all that passes between threads. */
export interface Requests {
  readonly useBackend: { readonly names: readonly BackendName[] };
  readonly useModel: { readonly name: ModelName };
  /** A model of one's own, as its two files. */
  readonly useFiles: { readonly config: Uint8Array; readonly weights: Uint8Array; readonly name: string };
  /** [h·w·c] numbers in [0, 1]; `refine` steps of looking again. */
  readonly parse: { readonly pixels: Float32Array; readonly refine: number };
  /** [n·h·w·c], images one after another. */
  readonly parseAll: { readonly pixels: Float32Array; readonly count: number };
  readonly sample: { readonly count: number; readonly seed: number };
  /** Programs [n, z] that come from anywhere. */
  readonly draw: { readonly programs: readonly (readonly number[])[] };
  /** The same of programs of parts, run one level less deep: each on a canvas of its own. */
  readonly drawParts: Requests['draw'];
}

export interface Answers {
  readonly useBackend: BackendReport;
  readonly useModel: LoadedModel;
  readonly useFiles: LoadedModel;
  readonly parse: Parsed;
  readonly parseAll: Drawn;
  readonly sample: Drawn;
  readonly draw: Drawn;
  readonly drawParts: Drawn;
}

export interface LoadedModel {
  readonly name: string;
  readonly config: RnpConfig;
  /** None for a model of one's own. */
  readonly card: ModelCard | null;
}

export interface Parsed {
  readonly tree: ParseTree;
  /** From pixels to tree, in the worker. */
  readonly milliseconds: number;
}

export interface Drawn {
  readonly trees: readonly ParseTree[];
}

export type RequestName = keyof Requests;

export interface Request<N extends RequestName = RequestName> {
  readonly id: number;
  readonly name: N;
  readonly body: Requests[N];
}

export type Answer =
  | { readonly id: number; readonly ok: true; readonly body: Answers[RequestName] }
  | { readonly id: number; readonly ok: false; readonly message: string };
