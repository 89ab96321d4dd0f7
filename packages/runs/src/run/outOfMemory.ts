import { isRnpError, option, options, RnpError, type Wording, worded } from '@rnp/errors';
import type { RunRecord } from '../record/runRecord.js';

/** Of a worker the cause tells why it ended. */
export function isOutOfMemory(error: unknown): error is RnpError {
  if (!isRnpError(error)) return false;
  return error.code === 'RNP_BACKEND_MEMORY' || (error.code === 'RNP_WORKER' && isOutOfMemory(error.cause));
}

/**
 * Of training for which the backend's memory did not suffice: which settings take it, and smaller ones. It cannot be told beforehand: what a step
 * keeps for its gradient depends on how its ops are fused.
 */
export function outOfMemory(
  {
    training,
    model,
    workers,
    backend,
    data,
  }: Pick<RunRecord, 'training' | 'model' | 'workers' | 'backend'> & {
    readonly data: Pick<RunRecord['data'], 'folder'>;
  },
  error: RnpError,
): RnpError<'RNP_BACKEND_MEMORY'> {
  const [height, width, channels] = model.imageShape;
  const { batchSize } = training;
  const shared = workers > 1 ? ` on ${workers} workers` : '';
  const size = `${batchSize} images of ${height}×${width}×${channels}${shared}`;
  const smaller: Wording[] = [
    ...(batchSize > 1
      ? [worded`smaller batches with ${options({ set: [`batchSize=${Math.ceil(batchSize / 2)}`] })}`]
      : []),
    // Of a data set with a name the size is given.
    ...(data.folder === undefined
      ? []
      : [
          worded`smaller images with ?size=${Math.ceil(Math.max(height, width) / 2)} after the folder of ${option('data')}`,
        ]),
    worded`a smaller model`,
  ];
  const advice = smaller.flatMap(
    (one, at): Wording => (at === 0 ? one : [at === smaller.length - 1 ? ' or ' : ', ', ...one]),
  );
  return new RnpError(
    'RNP_BACKEND_MEMORY',
    worded`the memory of the ${backend} backend does not suffice for a step of ${size}; train with ${advice}`,
    { cause: error },
  );
}
