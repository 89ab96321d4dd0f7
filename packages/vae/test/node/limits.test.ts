import { execFileSync } from 'node:child_process';
import { truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { readSafetensors, writeSafetensors } from '@rnp/files';
import { initAdam } from '@rnp/nn';
import * as tf from '@tensorflow/tfjs-core';
import { adamToSafetensors, createRnp, modelFromFiles, modelToFiles } from '../../src/index.js';
import { loadCheckpoint, loadModelFolder, saveCheckpoint, saveModelFolder } from '../../src/node/index.js';
import { smallRnp } from '../smallRnp.js';
import { temporaryFolder } from './temporaryFolder.js';

const folder = temporaryFolder();
beforeAll(() => useBackend('wasm'));

describe('a model folder', () => {
  const model = (): Promise<void> => {
    const made = createRnp(smallRnp(10));
    const files = modelToFiles(made);
    made.dispose();
    return saveModelFolder(join(folder.path, 'm'), { ...files });
  };
  const place = (name: string): string => join(folder.path, 'm', name);

  test('of two gigabytes without a header is refused by its first bytes', async () => {
    await model();
    await writeFile(place('model.safetensors'), '');
    await truncate(place('model.safetensors'), 2 ** 31 - 1);
    await expect(loadModelFolder(place(''))).rejects.toMatchObject({ code: 'RNP_WEIGHTS' });
  });

  test.each(['config.json', 'model.safetensors'])('whose %s is a pipe is refused at once', async (name) => {
    await model();
    execFileSync('rm', [place(name)]);
    execFileSync('mkfifo', [place(name)]);
    await expect(loadModelFolder(place(''))).rejects.toMatchObject({ code: 'RNP_FILE' });
  });
});

test('a running variance below zero is refused by name', () => {
  const made = createRnp(smallRnp(10));
  const files = modelToFiles(made);
  made.dispose();
  const { tensors, metadata } = readSafetensors(files['model.safetensors']);
  const name = [...tensors.keys()].find((key) => key.endsWith('/variance'))!;
  tensors.get(name)!.data[0] = -5;
  const before = tf.memory().numTensors;
  const bad = { ...files, 'model.safetensors': writeSafetensors(tensors, metadata) };
  expect(() => modelFromFiles(bad, { path: 'm' })).toThrow(
    /m\/model\.safetensors: .*variance: entry 0 is -5/,
  );
  expect(tf.memory().numTensors).toBe(before);
});

test('a checkpoint whose moments are of another step gives way to the one before it', async () => {
  const made = createRnp(smallRnp(10));
  const adam = initAdam(made.weights.parameters);
  const weights = new Uint8Array(8);
  for (const [step, told] of [
    [3, 3],
    [6, 3],
  ] as const) {
    await saveCheckpoint(folder.path, {
      step,
      weights,
      adam: adamToSafetensors({ adam, step: told }),
      json: {},
    });
  }
  const { step, warning } = await loadCheckpoint(folder.path);
  expect([step, warning]).toEqual([3, expect.stringMatching(/of step 3, the manifest of step 6/)]);
  tf.dispose([adam.first, adam.second] as tf.TensorContainer);
  made.dispose();
});
