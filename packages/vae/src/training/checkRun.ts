import { RnpError, shown } from '@rnp/errors';
import { checkInput, checkSetting } from '../checks.js';
import type { Model } from '../model.js';
import type { TrainingData } from './trainingData.js';
import type { TrainingConfig } from './trainingSettings.js';

/** @throws RnpError RNP_IMAGES or RNP_CONFIG unless the data has batches of images that the model takes */
export function checkData(model: Model, data: TrainingData, config: TrainingConfig): void {
  const expected = model.network.imageShape;
  checkInput.object('data', data);
  checkInput.numbers('data.imageShape', data.imageShape, 3);
  checkInput.wholeNumber('data.length', data.length, 0);
  if (typeof data.batch !== 'function') {
    const complaint = `must be a function, not ${shown(data.batch)}; trainingData(dataset) of @rnp/datasets has one`;
    throw new RnpError('RNP_IMAGES', complaint, { path: 'data.batch' });
  }
  if (data.imageShape.join() !== expected.join()) {
    throw new RnpError(
      'RNP_IMAGES',
      `the data has images of ${data.imageShape.join('×')}, the model wants ${expected.join('×')}`,
    );
  }
  if (data.length < config.batchSize) {
    throw new RnpError(
      'RNP_CONFIG',
      `the data has ${data.length} images, fewer than a batch of ${config.batchSize}; set batchSize=${Math.max(1, data.length)}`,
      { path: 'training.batchSize' },
    );
  }
}

/** @throws RnpError RNP_CONFIG unless the overlap penalty has a weight for each level, or none */
export function checkOverlap({ overlap }: TrainingConfig, levels: number): void {
  if (overlap.length > 0) checkSetting.numbers('training.overlap', overlap, levels);
}
