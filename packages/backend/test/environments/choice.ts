import { type BackendName, type BackendReport, useBackend } from '@rnp/backend';
import { RnpError } from '@rnp/errors';
import * as tf from '@tensorflow/tfjs-core';

/** What a choice came to, as plain data. */
export interface Choice {
  readonly report?: BackendReport;
  readonly error?: { readonly code: string; readonly message: string };
  /** What runs afterwards; undefined when nothing ran before either. */
  readonly active: string | undefined;
  /** Of the sum of squares of 1, 2, 3, by the backend that runs: [2, 4, 6]. */
  readonly gradient: readonly number[] | undefined;
}

/** Chooses, whatever the environment, and has the backend that is then active, if any, differentiate. */
export async function choose(preference: readonly BackendName[], wasmPaths?: string): Promise<Choice> {
  const outcome = await useBackend(preference, wasmPaths === undefined ? {} : { wasmPaths }).then(
    (report) => ({ report }),
    (error: unknown) => {
      if (!(error instanceof RnpError)) throw error;
      return { error: { code: error.code, message: error.message } };
    },
  );
  const active = tf.getBackend() as string | undefined;
  return { ...outcome, active, gradient: active === undefined ? undefined : await slopeOfSquares() };
}

async function slopeOfSquares(): Promise<number[]> {
  const slope = tf.tidy(() => tf.grad((x) => tf.sum(tf.square(x)))(tf.tensor1d([1, 2, 3])));
  const values = [...(await slope.data())];
  slope.dispose();
  return values;
}
