import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { createRnp, filesOfModelFile, modelFileOf, modelToFiles } from '@rnp/vae';
import { ModelShelf } from '../../src/engine/modelShelf.js';
import { tinyRecipe } from '../tinyRecipe.js';

beforeAll(() => useBackend(['cpu']));

describe('what is wrong with a model of the visitor’s own', () => {
  const files = (latent: number) => {
    const model = createRnp({ ...tinyRecipe(1).model, latent });
    const made = modelToFiles(model);
    model.dispose();
    return made;
  };
  const refused = (name: string, change: Partial<ReturnType<typeof files>>): string => {
    const { 'config.json': config, 'model.safetensors': weights } = { ...files(3), ...change };
    try {
      new ModelShelf().fromFiles({ name, config, weights });
    } catch (error) {
      return (error as Error).message;
    }
    throw new Error('not refused');
  };
  const others = () => ({ 'model.safetensors': files(5)['model.safetensors'] });
  const damaged = { 'config.json': new TextEncoder().encode('{') };

  test('of a folder names the file in it', () => {
    expect(refused('icons', others())).toMatch(/^icons\/model\.safetensors\b/);
    expect(refused('icons', damaged)).toMatch(/^icons\/config\.json\b/);
  });

  test('of files that were given alone names them once', () => {
    expect(refused('model.safetensors', others())).toMatch(/^model\.safetensors: /);
    expect(refused('icons.safetensors', others())).toMatch(/^icons\.safetensors: /);
    expect(refused('model.safetensors', damaged)).toMatch(/^config\.json: /);
  });

  test('of weights alone says how both come in one file, which then opens', () => {
    const both = files(3);
    expect(() => filesOfModelFile(both['model.safetensors'], 'model.safetensors')).toThrow(
      /^model\.safetensors: .*one file of both$/,
    );
    expect(filesOfModelFile(modelFileOf(both))).toEqual(both);
  });
});
