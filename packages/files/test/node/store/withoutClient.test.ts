import { expect, jest, test } from '@jest/globals';

jest.unstable_mockModule('aws4fetch', () => {
  throw Object.assign(new Error('Cannot find package'), { code: 'ERR_MODULE_NOT_FOUND' });
});
const { s3Store } = await import('../../../src/node/store/s3Store.js');

test('a package that is missing is told before keys are asked for', async () => {
  await expect(s3Store('s3://runs/a', {})).rejects.toMatchObject({
    code: 'RNP_STORE',
    path: 's3://runs/a',
    complaint: 'a store on S3 needs the package aws4fetch: npm install aws4fetch',
  });
});
