// Runs in a worker thread of Node: takes names as its data, sends the report or the error's code and message.
import { parentPort, workerData } from 'node:worker_threads';
import { useBackend } from '@rnp/backend';
import * as tf from '@tensorflow/tfjs-core';

const outcome = await useBackend(workerData).then(
  (report) => ({ report }),
  ({ code, message }) => ({ error: { code, message } }),
);
const active = tf.getBackend();
const slope = () => [
  ...tf
    .grad((x) => tf.sum(tf.square(x)))(tf.tensor1d([1, 2, 3]))
    .dataSync(),
];
parentPort.postMessage({ ...outcome, active, gradient: active === undefined ? undefined : tf.tidy(slope) });
