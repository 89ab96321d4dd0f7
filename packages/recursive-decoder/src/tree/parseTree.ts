import type { ImageShape } from '../decoderConfig.js';

/** Rows of an affine map (x, y) → (row0 · [x, y, 1], row1 · [x, y, 1]). */
export type AffineRows = readonly [readonly [number, number, number], readonly [number, number, number]];

/** scaleX, rotation, shear, scaleY, translateX, translateY, each in [-1, 1]. */
export type Action = readonly [number, number, number, number, number, number];

/** A decoded leaf: rows, then columns, then channels, the last of which is alpha in a tree with `compositing: 'over'`. */
export interface Patch {
  readonly shape: ImageShape;
  readonly data: readonly number[];
}

/** What and where of a child as its parent's program predicts it. */
export interface PredictedNode {
  readonly program: readonly number[];
  readonly action: Action;
}

/** A step at which a program went on without a part: what it read of this step to say the next. */
export interface SilentStep {
  /** The place that the absent child has among its parent's children. */
  readonly step: number;
  readonly program: readonly number[];
  readonly action: Action;
}

/**
 * A program and what it drew. Plain JSON.
 *
 * **Convention** every frame spans [-1, 1]² with corners on pixel centres (align_corners), x right, y down; maps
 * run from the outer frame to the inner one, so that a larger scale draws a smaller part.
 */
export interface ParseNode {
  /** K for the whole image … 0 for a leaf. */
  readonly level: number;
  /** Its place among its parent's children, 1 … T, of which absent ones leave theirs out; 0 for the root. */
  readonly step: number;
  /** z; a leaf's is decoded to its patch. */
  readonly program: readonly number[];
  /** Its affine parameters in its parent's frame; null for the root. */
  readonly action: Action | null;
  /** The parent's frame → this frame; null for the root. */
  readonly toParent: AffineRows | null;
  /** The image's frame → this frame. */
  readonly toImage: AffineRows;
  /**
   * What its parent's program says of it, where it has a `program` and an `action` of its own, since it was free in an inference, of 0 steps
   * too, or an encoder has looked at it; it may still be as predicted. The parent has read those of the children before it. A child without
   * is what its parent's program says.
   */
  readonly predicted?: PredictedNode;
  /** Leaves have one. */
  readonly patch?: Patch;
  /** In the order they are drawn, only those that are there; empty for leaves. */
  readonly children: readonly ParseNode[];
  /** The steps of children that are absent, in order; left out where all are there. Nothing of them is drawn. */
  readonly silent?: readonly SilentStep[];
}

/** An image explained as a program. Plain JSON; `parseTreeFromJson` reads it back. */
export interface ParseTree {
  readonly schema: 'rnp-parse-tree';
  readonly version: 1;
  readonly imageShape: ImageShape;
  /** How inner parts' frames end: a model with `border: 'soft'` wrote it; 'hard' where it is left out. */
  readonly border?: 'hard' | 'soft';
  /**
   * How parts are drawn together: a model with `compositing: 'over'` lays each over those before it, and the patches of its leaves have a channel
   * more than the image, alpha, by which their colours are multiplied already; 'sum' where it is left out.
   */
  readonly compositing?: 'sum' | 'over';
  /** What is behind all parts that are laid over each other, stretched over the image; black where it is left out. It has no alpha. */
  readonly ground?: Patch;
  readonly root: ParseNode;
}

export const parseTreeSchema = 'rnp-parse-tree' as const;
export const parseTreeVersion = 1 as const;
