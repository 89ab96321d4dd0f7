import { expect, test } from '@jest/globals';
import { RnpError } from '@rnp/errors';
import { withModel } from '../../src/use/withModel.js';

test('memory that does not suffice is told in the words of who asked, without the backend’s advice', async () => {
  const cause = new RnpError(
    'RNP_BACKEND_MEMORY',
    'the WASM backend has no 8 bytes left; use smaller batches or dispose tensors',
  );
  const work = withModel('mnist', undefined, {}, () => Promise.reject(cause));
  await expect(work).rejects.toMatchObject({
    code: 'RNP_BACKEND_MEMORY',
    cause,
    message: expect.stringMatching(/ask for less, or use another backend with backends$/),
  });
});
