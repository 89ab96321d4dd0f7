/** The images that a step requests. The same request always gives the same images, so a resumed run sees the same images as an uninterrupted one. */
export interface BatchRequest {
  readonly step: number;
  readonly batchSize: number;
  readonly seed: number;
}

/** Where training images come from; `trainingData(dataset)` of @rnp/datasets makes one. */
export interface TrainingData {
  /** [h, w, c] */
  readonly imageShape: readonly [number, number, number];
  /** Number of images. */
  readonly length: number;
  /** [batchSize·h·w·c] values in [0, 1]. */
  batch(request: BatchRequest): Float32Array;
  /**
   * What the encoder sees of these images, where that is something else, such as the same with something before them; as
   * many values in [0, 1]. It learns to tell what is to be drawn then (Vincent et al. 2008).
   */
  seen?(request: BatchRequest): Float32Array;
}
