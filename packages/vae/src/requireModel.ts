import { RnpError, shown } from '@rnp/errors';
import { disposedModel } from './errors.js';
import type { Model } from './model.js';
import { isRnp } from './rnp/isRnp.js';

/** @throws RnpError RNP_CONFIG unless this is a model, RNP_WEIGHTS when it has been disposed of */
export function requireModel(model: unknown): asserts model is Model {
  // By what it has: a program may hold two copies of this package.
  const { network, replaceWeights, isDisposed } = (model ?? {}) as Partial<Model>;
  if (
    typeof network !== 'object' ||
    typeof replaceWeights !== 'function' ||
    typeof isDisposed !== 'boolean'
  ) {
    throw new RnpError('RNP_CONFIG', `must be a model, such as createRnp makes, not ${shown(model)}`, {
      path: 'model',
    });
  }
  if (isDisposed) throw disposedModel();
}

/** @throws RnpError RNP_CONFIG unless this is a model whose decoder runs programs, RNP_WEIGHTS when it has been disposed of */
export function requireRnp(model: unknown): void {
  requireModel(model);
  if (!isRnp(model)) {
    throw new RnpError('RNP_CONFIG', 'must be a recursive neural program, such as createRnp makes', {
      path: 'model',
    });
  }
}
