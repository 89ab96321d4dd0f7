// h height, w width of the canvas, c channels
import type { ParseTree } from '@rnp/recursive-decoder';

/** An object that was found. */
export interface FoundObject {
  /** The middle of its frame in pixels from the middle of the canvas' first one, x right, y down, and the frame's side. */
  readonly frame: { readonly x: number; readonly y: number; readonly side: number };
  /** The energy that it saves: half of the squared error that the scene would have more without it. */
  readonly saved: number;
  /** Its program: the parts of what the frame shows, and theirs. */
  readonly tree: ParseTree;
  /** Position of the model that it is a program of, 0 where one was given. */
  readonly model: number;
}

/** A scene, as far as it is explained. */
export interface SceneExplanation {
  /** [h, w, c] */
  readonly imageShape: readonly [number, number, number];
  /** Those that are there, in the order in which they were found; none for an empty scene. */
  readonly objects: readonly FoundObject[];
  /** What all objects draw together over the ground, [h·w·c]. */
  readonly drawing: Float32Array;
  /** What lies behind the objects, [h·w·c]: 0 unless `ground` was to be told from them. */
  readonly ground: Float32Array;
  /** [h·w], of each pixel 1 + the position of the object that draws it, 0 where none does. */
  readonly owners: Uint8Array;
  /** [h·w], 1 where something lies over the ground that is brighter than 0.3, else 0; an object's mask has the pixels of it that are the object's. */
  readonly figure: Uint8Array;
  /** Σ (image − drawing)² over pixels. */
  readonly squaredError: number;
}
