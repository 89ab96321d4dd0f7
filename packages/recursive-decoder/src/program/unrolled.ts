// b batch, n programs of a level, t children, z latent, h w c patch
import type * as tf from '@tensorflow/tfjs-core';
import type { LeafDecoder } from '../leaf/leafDecoder.js';

/** The results of a batch of programs at one level. */
export type UnrolledLevel = {
  /** [n, z] the programs that were run */
  readonly programs: tf.Tensor2D;
  /** [n, t, z] what: the children's programs */
  readonly states: tf.Tensor3D;
  /** [n, t, 6] where: the children's affine parameters, each in [-1, 1] */
  readonly actions: tf.Tensor3D;
  /** [n·t, h, w, c] the states decoded by their program's own patch decoder; inner levels only if asked for */
  readonly patches?: tf.Tensor4D;
};

/** What and where of the children of a level's programs, as found by inference or as predicted. */
export type InferredLevel = {
  /** [n, t, z] */
  readonly states: tf.Tensor3D;
  /** [n, t, 6], each in [-1, 1] */
  readonly actions: tf.Tensor3D;
};

export interface LevelOptions {
  /** t */
  readonly children: number;
  /** Whether to generate D and decode the states. */
  readonly patches: boolean;
  /** D, where it is the caller's own. */
  readonly leaf?: LeafDecoder;
  /** Children to take in place of those that the modules answer with, which then are what they predict. */
  readonly inferred?: InferredLevel;
}

/** A level, and what its modules predicted of the children that were given. */
export type PredictedLevel = UnrolledLevel & { readonly predicted?: InferredLevel };

/**
 * A batch of whole program trees: plain arrays of tensors, so that `tf.tidy` keeps it and `tf.dispose` frees it.
 * The programs of level k + 1 are the states of level k. The children of all programs form one batch: the children of
 * item i are items i·t … i·t + t − 1.
 */
export type Unrolled = {
  /** Top first, one entry per level. */
  readonly levels: UnrolledLevel[];
  /** [leaves, h, w, c] the leaves' patches, children of the last level. */
  readonly leaves: tf.Tensor4D;
  /**
   * [b, h, w, c] in [0, 1], or [1, h, w, c] for all images: what is behind all leaves that are laid over each other, stretched over the image;
   * black where it is left out.
   */
  readonly ground?: tf.Tensor4D;
};

/** Trees with given children, and what their programs predict of them. */
export type InferredTree = {
  readonly unrolled: Unrolled;
  /** Of each level whose children were given, top first. */
  readonly predicted: InferredLevel[];
};
