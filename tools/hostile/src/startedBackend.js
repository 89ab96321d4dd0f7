import { useBackend } from '@rnp/backend';
import * as tf from '@tensorflow/tfjs-core';

/** @returns TensorFlow.js on WASM, without its remarks */
export async function startedBackend() {
  tf.env().set('PROD', true);
  if (tf.getBackend() !== 'wasm') await useBackend('wasm');
  return tf;
}
