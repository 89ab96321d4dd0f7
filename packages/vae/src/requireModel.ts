import { shown } from '@rnp/errors';
import { disposedModel, ModelError } from './errors.js';
import { Model } from './model.js';
import { Rnp } from './rnp.js';

/** @throws ModelError RNP_CONFIG unless this is a model, RNP_WEIGHTS when it has been disposed of */
export function requireModel(model: unknown): void {
  if (!(model instanceof Model)) {
    throw new ModelError(
      'RNP_CONFIG',
      `must be a model, such as createRnp makes, not ${shown(model)}`,
      'model',
    );
  }
  if (model.isDisposed) throw disposedModel();
}

/** @throws ModelError RNP_CONFIG unless this is a model whose decoder runs programs, RNP_WEIGHTS when it has been disposed of */
export function requireRnp(model: unknown): void {
  requireModel(model);
  if (!(model instanceof Rnp)) {
    throw new ModelError(
      'RNP_CONFIG',
      'must be a recursive neural program, such as createRnp makes',
      'model',
    );
  }
}
