import type { BackendName, BackendReport } from '@rnp/backend';
import type { Preprocessing } from '@rnp/images';
import type { ModelCard, ModelName } from '@rnp/models';
import type { ParseTree } from '@rnp/recursive-decoder';
import type { FoundObject } from '@rnp/scenes';
import type { RnpConfig } from '@rnp/vae';
import type { PictureQuestion } from './readPicture.js';

/** Which of the models that the worker has held a request is meant for: `LoadedModel.id`. */
interface ForModel {
  readonly model: number;
}

/** What is asked of the worker that holds the model; plain data, as all that passes between threads. */
export interface Requests {
  readonly useBackend: { readonly names: readonly BackendName[] };
  readonly useModel: { readonly name: ModelName };
  /** A model of one's own, as its two files. */
  readonly useFiles: OwnModel;
  readonly readPicture: PictureQuestion;
  /** [h·w·c] numbers in [0, 1]. */
  readonly parse: ForModel & { readonly pixels: Float32Array };
  /** The same by prediction errors: the tree after each step is told, then the last one is the answer. */
  readonly infer: ForModel & { readonly pixels: Float32Array; readonly steps: number };
  /** The objects of a canvas [h·w] of ink in [0, 1]: what was found so far is told each time that there is one more. */
  readonly findObjects: ForModel & {
    readonly ink: Float32Array;
    readonly width: number;
    readonly height: number;
    readonly maxObjects: number;
  };
  /** Nobody waits for the objects of a canvas any more. */
  readonly endSearch: Readonly<Record<string, never>>;
  /** What a model in the box is, without its being used. */
  readonly describe: { readonly name: ModelName };
  /** What a model in the box would make of an image. */
  readonly tryModel: { readonly name: ModelName; readonly pixels: Float32Array };
  /** [n·h·w·c], images one after another. */
  readonly parseAll: ForModel & { readonly pixels: Float32Array; readonly count: number };
  readonly sample: ForModel & { readonly count: number; readonly seed: number };
  /** Programs [n, z] that come from anywhere. */
  readonly draw: ForModel & { readonly programs: readonly (readonly number[])[] };
  /** The same of programs of parts, run one level less deep: each on a canvas of its own. */
  readonly drawParts: Requests['draw'];
}

export interface Answers {
  readonly useBackend: BackendSwitch;
  readonly useModel: LoadedModel;
  readonly useFiles: LoadedModel;
  /** [h·w·c] in [0, 1]; null for a blank page. */
  readonly readPicture: Float32Array | null;
  readonly parse: Parsed;
  readonly infer: Parsed;
  readonly findObjects: FoundObjects;
  readonly endSearch: null;
  readonly describe: LoadedModel;
  readonly tryModel: Parsed;
  readonly parseAll: Drawn;
  readonly sample: Drawn;
  readonly draw: Drawn;
  readonly drawParts: Drawn;
}

/** A model that the visitor opened or trained. */
export interface OwnModel {
  readonly name: string;
  readonly config: Uint8Array;
  readonly weights: Uint8Array;
}

export interface LoadedModel {
  /** Another one each time that a model is loaded. */
  readonly id: number;
  readonly name: string;
  readonly config: RnpConfig;
  /** None for a model of one's own. */
  readonly card: ModelCard | null;
  /** How pictures become what it takes. */
  readonly preprocessing: Preprocessing;
}

export interface BackendSwitch {
  readonly report: BackendReport;
  /** The model in use, loaded anew; null while there is none. */
  readonly model: LoadedModel | null;
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

/** Objects of a canvas. */
export interface FoundObjects {
  /** Pixels of the canvas. */
  readonly height: number;
  readonly width: number;
  /** In the order in which they were found; frames are in pixels. */
  readonly objects: readonly FoundObject[];
  /** [h·w], of each pixel 1 + the position of the object that draws it, 0 where none does. */
  readonly owners: Uint8Array;
}

/** What is told on the way to an answer. */
export interface News {
  readonly infer: OnTheWay;
  readonly findObjects: FoundObjects;
}

/** A tree on the way to the one that was asked for. */
export interface OnTheWay {
  readonly tree: ParseTree;
  readonly energy: number;
  /** From 0, and from there again after a request that went first. */
  readonly step: number;
}

export type Answer =
  /** More comes. */
  | { readonly id: number; readonly ok: 'soon'; readonly news: News[keyof News] }
  | { readonly id: number; readonly ok: true; readonly body: Answers[RequestName] }
  | { readonly id: number; readonly ok: false; readonly message: string; readonly stale: boolean };
