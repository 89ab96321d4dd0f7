import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { readSafetensors } from '@rnp/files';
import { filesOfModelFile, modelFileOf } from '../../src/files/modelFile.js';
import { modelFromFiles, modelToFiles } from '../../src/files/modelFiles.js';
import { createRnp } from '../../src/rnp/rnp.js';

const small = { imageShape: [8, 8, 1], latent: 4, childrenPerLevel: [2, 2] } as never;

/** `toEqual` needs seconds for so many bytes. */
function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}

describe('a model as one file', () => {
  beforeAll(() => useBackend('wasm'));

  test.each(['float32', 'float16'] as const)('gives back the two files of %s weights', (precision) => {
    const model = createRnp(small, { seed: 3 });
    const files = modelToFiles(model, { command: 'rnp train "é"' }, { precision });
    const file = modelFileOf(files);
    const back = filesOfModelFile(file);
    expect(sameBytes(back['config.json'], files['config.json'])).toBe(true);
    expect(sameBytes(back['model.safetensors'], files['model.safetensors'])).toBe(true);
    const loaded = modelFromFiles(back);
    expect(loaded.document).toMatchObject({ kind: 'rnp', command: 'rnp train "é"' });
    loaded.model.dispose();
    model.dispose();
  });

  test('is a safetensors file like any other, with the config among its notes', () => {
    const model = createRnp(small, { seed: 3 });
    const files = modelToFiles(model);
    const [plain, one] = [files['model.safetensors'], modelFileOf(files)].map((bytes) =>
      readSafetensors(bytes),
    );
    expect([...one!.tensors.keys()]).toEqual([...plain!.tensors.keys()]);
    expect(JSON.parse(one!.metadata.config!)).toMatchObject({ schema: 'rnp-model', kind: 'rnp' });
    expect(one!.metadata.format).toBe(plain!.metadata.format);
    model.dispose();
  });

  test('is refused when it is something else', () => {
    const model = createRnp(small, { seed: 3 });
    const files = modelToFiles(model);
    model.dispose();
    const attempt = (bytes: Uint8Array) => () => filesOfModelFile(bytes, 'mine.safetensors');
    expect(attempt(files['model.safetensors'])).toThrow(
      expect.objectContaining({
        code: 'RNP_CONFIG',
        message: expect.stringMatching(/weights without a config/),
      }),
    );
    expect(attempt(files['config.json'])).toThrow(
      expect.objectContaining({ code: 'RNP_WEIGHTS', path: 'mine.safetensors' }),
    );
    expect(attempt(modelFileOf(files).subarray(0, 5000))).toThrow(
      expect.objectContaining({ code: 'RNP_WEIGHTS' }),
    );
    const huge = { ...files, 'config.json': new Uint8Array(1_000_001).fill(0x20) };
    expect(attempt(modelFileOf(huge))).toThrow(
      expect.objectContaining({ code: 'RNP_WEIGHTS', message: expect.stringMatching(/more than 1000000/) }),
    );
  });
});
