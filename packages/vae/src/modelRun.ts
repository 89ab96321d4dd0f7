import { RnpError } from '@rnp/errors';

/** A training run of a model, as the model sees it. */
export interface ModelRun {
  /** Aborted when the model is disposed of; listeners free what the run holds. */
  readonly disposed: AbortSignal;
  /** The model may be trained again. */
  end(): void;
}

const runs = new WeakMap<object, AbortController>();

/**
 * Begins the only run of a model: two would each put their weights into it.
 *
 * @throws RnpError RNP_BUSY while another one has not ended
 */
export function beginRun(model: object): ModelRun {
  if (runs.has(model)) {
    throw new RnpError(
      'RNP_BUSY',
      'this model is being trained already; let that run end first (leave its loop, or abort its signal), or train a model of its own',
    );
  }
  const controller = new AbortController();
  runs.set(model, controller);
  return { disposed: controller.signal, end: () => void runs.delete(model) };
}

/** Ends the run of a model that is disposed of, if there is one. */
export function stopRun(model: object): void {
  runs.get(model)?.abort();
}
