import { beforeAll, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import * as tf from '@tensorflow/tfjs-core';
import { batchNorm } from '../../src/index.js';
import { joinedAverages } from '../../src/kernels.js';

beforeAll(() => useBackend('cpu'));

const normOf = (
  channels: number,
  rows: number,
  averages?: ReturnType<typeof joinedAverages>,
): { output: tf.Tensor4D; runningStatistics: Readonly<Record<string, tf.Tensor>> } => {
  const x = tf.randomNormal<tf.Rank.R4>([1, rows, 1, channels], 2, 3, 'float32', channels);
  const parameters = { gamma: tf.ones([channels]), beta: tf.zeros([channels]) };
  const old = { mean: tf.fill([channels], 0.5), variance: tf.fill([channels], channels) };
  return batchNorm(x, parameters, old, averages ? { training: true, averages } : { training: true });
};

test('averages of several norms at once are those of each alone', () => {
  tf.tidy(() => {
    const averages = joinedAverages();
    const sizes = [[3, 7] as const, [5, 1] as const];
    const later: Record<string, tf.Tensor> = { other: tf.tensor1d([7]) };
    for (const [channels, rows] of sizes) {
      const { mean, variance } = normOf(channels, rows, averages).runningStatistics;
      Object.assign(later, { [`${channels}/mean`]: mean, [`${channels}/variance`]: variance });
    }
    const mixed = averages.mixed(later);
    expect(Object.keys(mixed)).toEqual(Object.keys(later));
    expect(mixed.other).toBe(later.other);
    for (const [channels, rows] of sizes) {
      const alone = normOf(channels, rows).runningStatistics;
      for (const kind of ['mean', 'variance'] as const) {
        const made = mixed[`${channels}/${kind}`]!;
        expect([...made.dataSync()]).toEqual([...alone[kind]!.dataSync()]);
        // Not what the batch has.
        expect([...made.dataSync()]).not.toEqual([...later[`${channels}/${kind}`]!.dataSync()]);
      }
    }
  });
});
