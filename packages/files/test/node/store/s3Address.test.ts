import { describe, expect, test } from '@jest/globals';
import { s3Settings } from '../../../src/node/store/s3Address.js';

const env = { AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'hush-hush' };

describe('s3 addresses', () => {
  test.each([
    ['s3://runs', {}, 'https://runs.s3.us-east-1.amazonaws.com', ''],
    ['s3://runs/a/b/', { AWS_REGION: 'eu-west-3' }, 'https://runs.s3.eu-west-3.amazonaws.com', 'a/b/'],
    ['s3://runs/a', { RNP_S3_PATH_STYLE: 'yes' }, 'https://s3.us-east-1.amazonaws.com/runs', 'a/'],
    ['s3://runs', { AWS_ENDPOINT_URL: 'http://store:9000' }, 'http://store:9000/runs', ''],
    [
      's3://runs',
      { AWS_ENDPOINT_URL: 'http://other', AWS_ENDPOINT_URL_S3: 'https://store/s3/' },
      'https://store/s3/runs',
      '',
    ],
    [
      's3://runs',
      { AWS_ENDPOINT_URL: 'https://store:9000', RNP_S3_PATH_STYLE: 'no' },
      'https://runs.store:9000',
      '',
    ],
  ])('%s with %j', (address, more, bucketUrl, prefix) => {
    expect(s3Settings(address, { ...env, ...more })).toMatchObject({ bucketUrl, prefix, bucket: 'runs' });
  });

  test.each([
    ['s3://', {}, /^the address of an S3 store is s3:\/\/bucket\/prefix; the name of the bucket is missing$/],
    ['s3:runs', {}, /the name of the bucket is missing$/],
    ['s3://b/x', {}, /; the bucket "b" has 1 characters?; names of buckets have 3 to 63$/],
    [`s3://${'b'.repeat(64)}`, {}, /has 64 characters; names of buckets have 3 to 63$/],
    ['s3://Runs', {}, /; the bucket "Runs" has other characters than small letters/],
    ['s3://runs-/x', {}, /the bucket "runs-" has other characters .* ends with/],
    ['s3://id:hush-hush@runs', {}, /before its slash: keys and servers are set in the environment/],
    ['s3://runs/../other', {}, /no key/],
    ['s3://runs/a b', {}, /no key/],
    ['s3://runs', { AWS_ACCESS_KEY_ID: '' }, /set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY/],
    ['s3://runs', { AWS_ENDPOINT_URL: 'store:9000' }, /AWS_ENDPOINT_URL_S3 must be an address/],
    ['s3://runs', { AWS_ENDPOINT_URL: 'https://id:hush-hush@store' }, /must be an address/],
    ['s3://runs', { RNP_S3_PATH_STYLE: '1' }, /RNP_S3_PATH_STYLE must be yes or no/],
  ])('%s with %j is refused, and no secret told', (address, more, message) => {
    const attempt = (): unknown => s3Settings(address, { ...env, ...more });
    expect(attempt).toThrow(message);
    expect(attempt).not.toThrow(/hush-hush/);
  });
});
