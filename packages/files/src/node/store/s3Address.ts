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
  const match = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/s.exec(address);
  if (match === null) throw new RnpError('RNP_STORE', 'the address of an S3 store is s3://bucket/prefix');
  const bucket = match[1]!;
  const path = (match[2] ?? '').replace(/\/$/, '');
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
