import { RnpError } from '@rnp/errors';
import { checkKey } from './storeKey.js';

/** Where an S3 store is and who we are there. */
export interface S3Settings {
  /** What all keys lie below: `https://host/bucket` or `https://bucket.host`, without a slash at its end. */
  readonly bucketUrl: string;
  readonly bucket: string;
  /** '' or `runs/`. */
  readonly prefix: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * `s3://bucket/prefix` and the environment → where the store is. The address names no server and holds no secret: everybody on
 * a machine sees command lines, and many machines may reach one store by different names.
 *
 * @param env `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, if needed `AWS_SESSION_TOKEN`; `AWS_REGION` (us-east-1);
 *   `AWS_ENDPOINT_URL_S3` or `AWS_ENDPOINT_URL` for another server than Amazon's; `RNP_S3_PATH_STYLE` (yes or no): whether the
 *   bucket stands in the path, as is usual for other servers, or in the host's name
 * @throws RnpError RNP_STORE
 */
export function s3Settings(address: string, env: Environment): S3Settings {
  const refuse = (problem: string): RnpError => new RnpError('RNP_STORE', problem, { path: address });
  const match = /^s3:\/\/([^/]*)(?:\/(.*))?$/s.exec(address);
  const bucket = match?.[1] ?? '';
  const wrong = wrongBucket(bucket);
  // Without the address, which may hold a secret.
  if (wrong !== null) {
    throw new RnpError('RNP_STORE', `the address of an S3 store is s3://bucket/prefix; ${wrong}`);
  }
  const path = (match?.[2] ?? '').replace(/\/$/, '');
  if (path !== '') checkKey(path);
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = env;
  if (!accessKeyId || !secretAccessKey) {
    throw refuse('set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment');
  }
  const region = env.AWS_REGION || env.AWS_DEFAULT_REGION || 'us-east-1';
  const given = env.AWS_ENDPOINT_URL_S3 || env.AWS_ENDPOINT_URL;
  const endpoint = endpointOf(given ?? `https://s3.${region}.amazonaws.com`, refuse);
  const inPath = yesOrNo(env.RNP_S3_PATH_STYLE, given !== undefined, refuse);
  const host = `${endpoint.host}${endpoint.pathname.replace(/\/$/, '')}`;
  const token = env.AWS_SESSION_TOKEN;
  return {
    bucketUrl: `${endpoint.protocol}//${inPath ? `${host}/${bucket}` : `${bucket}.${host}`}`,
    bucket,
    prefix: path === '' ? '' : `${path}/`,
    region,
    accessKeyId,
    secretAccessKey,
    ...(token ? { sessionToken: token } : {}),
  };
}

/** What is wrong with the name of a bucket, or null. Of a name that holds one nothing is told: `id:secret@bucket`. */
function wrongBucket(bucket: string): string | null {
  if (bucket === '') return 'the name of the bucket is missing';
  if (/[@:]/.test(bucket)) {
    return 'this one has more than a bucket before its slash: keys and servers are set in the environment (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_ENDPOINT_URL_S3)';
  }
  if (bucket.length < 3 || bucket.length > 63) {
    return `the bucket "${bucket.slice(0, 70)}" has ${bucket.length} ${bucket.length === 1 ? 'character' : 'characters'}; names of buckets have 3 to 63`;
  }
  if (/^[a-z0-9][a-z0-9.-]*[a-z0-9]$/.test(bucket)) return null;
  return `the bucket "${bucket}" has other characters than small letters, digits, '.' and '-', or begins or ends with one of these two`;
}

function endpointOf(text: string, refuse: (problem: string) => RnpError): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !['http:', 'https:'].includes(url.protocol) || url.username || url.search) {
    throw refuse('AWS_ENDPOINT_URL_S3 must be an address such as https://storage.example.org:9000');
  }
  return url;
}

function yesOrNo(
  text: string | undefined,
  otherwise: boolean,
  refuse: (problem: string) => RnpError,
): boolean {
  if (text === undefined || text === '') return otherwise;
  if (text !== 'yes' && text !== 'no') throw refuse('RNP_S3_PATH_STYLE must be yes or no');
  return text === 'yes';
}
