import { RnpError, shown } from '@rnp/errors';
import { checkInput, checkSetting } from '../checks.js';
import { isRecursive } from '../encoder/recursiveEncoder.js';
import type { Model } from '../model.js';
import type { Network } from '../network.js';
import { kindOf } from '../ownPart.js';
import { isFrozen } from './frozenParameters.js';
import type { GradientConfig } from './lossTerms.js';
import { requireTraining } from './trainingConfig.js';
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
  if (data.seen !== undefined && typeof data.seen !== 'function') {
    const complaint = `must be a function or left out, not ${shown(data.seen)}`;
    throw new RnpError('RNP_IMAGES', complaint, { path: 'data.seen' });
  }
  if (data.imageShape.join() !== expected.join()) {
    throw new RnpError(
      'RNP_IMAGES',
      `the data has images of ${data.imageShape.join('×')}, the model wants ${expected.join('×')}`,
    );
  }
  if (data.length === 0) throw new RnpError('RNP_IMAGES', 'the data has no images', { path: 'data.length' });
  if (data.length < config.batchSize) {
    throw new RnpError(
      'RNP_CONFIG',
      `the data has ${data.length} images, fewer than a batch of ${config.batchSize}; set batchSize=${data.length}`,
      { path: 'training.batchSize' },
    );
  }
}

/** What a network has that learning needs or cannot do with. */
export interface Learner {
  /** Whether it draws by parts. */
  readonly parts: boolean;
  /** Whether its encoder looks at parts, too. */
  readonly looks: boolean;
}

/**
 * Sees that what is learned from can be found: before data is read, from settings alone.
 *
 * @throws RnpError RNP_CONFIG for errors at nodes of a network without parts, with an encoder that looks at parts and is to learn, or with no
 *   weight β, by which all that is not pixels counts
 */
export function checkLearning(learner: Learner, config: GradientConfig): void {
  checkSetting.options('learner', learner, ['parts', 'looks']);
  checkSetting.object('config', config);
  const { parts, looks } = learner;
  checkSetting.choice('learner.parts', parts, [true, false]);
  checkSetting.choice('learner.looks', looks, [true, false]);
  const { learning = 'backprop', localRule, beta, frozen = [] } = config;
  if (learning === 'backprop') return;
  requireTraining(config, ['beta', 'learning', 'inferenceSteps', 'inferenceRate', 'lookWeight', 'localRule']);
  if (localRule === 'strict') requireTraining(config, ['nodePrecision']);
  if (!parts) {
    const problem = `is '${learning}', which looks at parts, and this network has none; leave it out`;
    throw new RnpError('RNP_CONFIG', problem, { path: 'training.learning' });
  }
  requireTraining({ frozen }, ['frozen']);
  // A frozen encoder is not taught: it has its looks already.
  const isTaught = learning !== 'amortised' || !isFrozen('encoder/', frozen);
  if (looks && isTaught) {
    const way = learning === 'amortised' ? ', or frozen=encoder/' : '';
    const problem = `is '${learning}', which teaches an encoder that looks at images alone; leave it out, or set looks=top${way}`;
    throw new RnpError('RNP_CONFIG', problem, { path: 'training.learning' });
  }
  if (learning === 'local' || beta > 0) return;
  const problem = `is 0, by which learning=${learning} weighs what programs and encoder did not say; give a number above 0`;
  throw new RnpError('RNP_CONFIG', problem, { path: 'training.beta' });
}

/** @param seenApart whether the encoder sees other images than are drawn. @throws RnpError as `checkLearning`, and for such images where learning is none by backpropagation */
export function requireLearning(network: Network, config: GradientConfig, seenApart: boolean): void {
  const { learning = 'backprop' } = config;
  if (seenApart && learning !== 'backprop') {
    const problem = `is '${learning}', and the encoder is to see other images than are drawn, which is learned by backpropagation alone; leave it out`;
    throw new RnpError('RNP_CONFIG', problem, { path: 'training.learning' });
  }
  checkLearning({ parts: kindOf(network) === 'rnp', looks: isRecursive(network.encoder) }, config);
}

/** @throws RnpError RNP_CONFIG unless each penalty on how children share a drawing has a weight for each level, or none */
export function checkPenalties(config: TrainingConfig, levels: number): void {
  for (const name of ['overlap', 'evenness'] as const)
    if (config[name].length > 0) checkSetting.numbers(`training.${name}`, config[name], levels);
}
