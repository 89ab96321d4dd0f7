import { expect, test } from '@jest/globals';
import type { OpenedModel } from '../../src/models/openModel.js';
import { openSceneData } from '../../src/models/sceneData.js';

test.each([
  ['mnist', 'scenes?of=mnist&count=0-2&canvas=50'],
  ['scenes?of=mnist', 'scenes?count=0-2&canvas=50'],
  // As examples/scenes names what it cut out of scenes.
  ['objects-of-scenes', 'scenes?count=0-2&canvas=50'],
])('a model of %s is advised scenes that there are', async (data, advised) => {
  const opened = { data, model: { network: { imageShape: [28, 28, 1] } } } as unknown as OpenedModel;
  await expect(openSceneData(opened, 'digits', 'test')).rejects.toThrow(
    `objects are counted in scenes, of which the truth is known, and digits does not tell its objects; give data: "${advised}"`,
  );
});
