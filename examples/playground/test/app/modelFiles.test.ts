import { expect, test } from '@jest/globals';
import { writeSafetensors } from '@rnp/files';
import { modelAmong } from '../../src/app/modelFiles.js';

test('weights without a config are told what makes one file of both', async () => {
  const weights = writeSafetensors({ w: { shape: [1], data: new Float32Array(1) } });
  const given = [{ path: 'w.safetensors', file: new File([new Uint8Array(weights)], 'w.safetensors') }];
  await expect(modelAmong(given)).rejects.toThrow(
    /^w\.safetensors: these are weights without a config.*one file of both, as rnp export-model writes it$/,
  );
});

test('what is no safetensors file is said to be none, and no more', async () => {
  const given = [{ path: 'w.safetensors', file: new File(['none'], 'w.safetensors') }];
  await expect(modelAmong(given)).rejects.toMatchObject({ code: 'RNP_WEIGHTS' });
});
