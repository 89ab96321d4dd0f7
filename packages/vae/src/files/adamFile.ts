import { RnpError } from '@rnp/errors';
import { readSafetensors, writeSafetensors } from '@rnp/files';
import { type AdamState, countOf, prefixed, type Shapes } from '@rnp/nn';
import { checkWeights } from '../checks.js';
import { requireParameters } from '../requireWeights.js';
import type { TrainingState } from '../training/trainingState.js';
import { checkTensors, makeTensors, storedTensors } from './namedTensors.js';

/**
 * The optimiser's moments and how far it got → a safetensors file: `first/…` and `second/…`, step and updates
 * in the metadata. The tensors stay the caller's.
 *
 * @throws RnpError RNP_DIVERGED when a moment is NaN or infinite
 */
export function adamToSafetensors(state: Pick<TrainingState, 'adam' | 'step'>): Uint8Array {
  checkWeights.object('state', state);
  const { adam, step } = state;
  checkWeights.wholeNumber('step', step, 0);
  checkWeights.object('adam', adam);
  checkWeights.wholeNumber('adam.updates', adam.updates, 0);
  requireParameters('adam.first', adam.first);
  requireParameters('adam.second', adam.second);
  const moments = [...storedTensors(adam.first, 'first/'), ...storedTensors(adam.second, 'second/')];
  return writeSafetensors(new Map(moments), {
    format: 'rnp-adam',
    step: String(step),
    updates: String(adam.updates),
  });
}

/**
 * The file → what `train` takes as `resume`. The caller owns the tensors; none are left when this throws.
 *
 * @param parameters shapes of the trained weights (`expectedShapes(network).parameters`)
 * @throws RnpError RNP_WEIGHTS
 */
export function adamFromSafetensors(
  bytes: Uint8Array,
  parameters: Shapes,
  path?: string,
): { readonly adam: AdamState; readonly step: number } {
  countOf(parameters);
  const file = readSafetensors(bytes, path);
  checkTensors(file, { ...prefixed(parameters, 'first'), ...prefixed(parameters, 'second') }, path);
  const [step, updates] = ['step', 'updates'].map((name) => wholeNumber(file.metadata[name], name, path));
  const names = Object.keys(parameters);
  const [first, second] = makeTensors(file, [
    { prefix: 'first/', names },
    { prefix: 'second/', names },
  ]);
  return { adam: { first: first!, second: second!, updates: updates! }, step: step! };
}

function wholeNumber(text: string | undefined, name: string, path: string | undefined): number {
  const count = text !== undefined && /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isSafeInteger(count)) return count;
  throw new RnpError(
    'RNP_WEIGHTS',
    `the metadata must have ${name} as a whole number; this file is no checkpoint's`,
    { path },
  );
}
