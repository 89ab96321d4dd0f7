import { expect, test } from '@jest/globals';
import { loadModel } from '../src/index.js';
import { load } from '../src/mnist.js';

// No backend is started in this file.
test.each<[string, () => Promise<unknown>]>([
  ['loadModel', () => loadModel('mnist')],
  ['load', () => load()],
])('%s without a backend says what to call', async (_, call) => {
  await expect(call()).rejects.toMatchObject({
    code: 'RNP_BACKEND_MISSING',
    message: "no backend has been started; call await useBackend('wasm') of @rnp/backend first",
  });
});
