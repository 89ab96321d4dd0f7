import { setTimeout as sleep } from 'node:timers/promises';
import { RnpError } from '@rnp/errors';
import type { AwsClient } from 'aws4fetch';
import { sha256 } from '../sha256.js';
import type { S3Settings } from './s3Address.js';

/** One request, as the store asks for it. */
export interface S3Request {
  readonly method: 'GET' | 'PUT' | 'HEAD' | 'DELETE';
  /** Below the bucket; '' is the bucket. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  /** Answers that are no failure, besides those below 300. */
  readonly expected?: readonly number[];
}

export interface S3Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Uint8Array;
  /** The error that the server names, such as NoSuchKey; '' for none. */
  readonly code: string;
  /** How often it was asked; an earlier attempt may have been carried out, too. */
  readonly attempts: number;
}

export type S3Send = (request: S3Request) => Promise<S3Answer>;

/** A second is doubled up to this many times. */
const maxAttempts = 5;

/** The first wait, in milliseconds. */
const firstWaitMs = 200;

/**
 * Sends requests, each signed, with the sum of its body: what was damaged on the way is refused by the server. A server that does not
 * answer, fails or is too busy is asked again, five times within some seconds.
 *
 * @returns what sends; it throws RnpError RNP_STORE
 */
export function s3Requests(client: AwsClient, { bucketUrl, bucket }: S3Settings): S3Send {
  return async ({ method, path, query = {}, headers = {}, body, expected = [] }) => {
    const search = new URLSearchParams(query).toString();
    // A bucket is asked for without a slash at its end: some servers sign it so.
    const url = `${bucketUrl}${path === '' ? '' : `/${path}`}${search === '' ? '' : `?${search}`}`;
    const init = {
      method,
      headers: { ...headers, 'X-Amz-Content-Sha256': sha256(body ?? '') },
      ...(body === undefined ? {} : { body: body as Uint8Array<ArrayBuffer> }),
    };
    for (let attempts = 1; ; attempts++) {
      const last = attempts === maxAttempts;
      try {
        const response = await client.fetch(url, init);
        const content = new Uint8Array(await response.arrayBuffer());
        const { status } = response;
        const code = status < 300 ? '' : tagOf(new TextDecoder().decode(content.subarray(0, 10_000)), 'Code');
        const answer = { status, headers: response.headers, body: content, code, attempts };
        if (status < 300 || expected.includes(status)) return answer;
        if (last || !isPassing(status, code)) throw refusal(answer, method, url, bucket);
      } catch (cause) {
        if (cause instanceof RnpError) throw cause;
        if (last) throw unreachable(url, cause);
      }
      await sleep(firstWaitMs * 2 ** (attempts - 1) * (0.5 + Math.random() / 2));
    }
  };
}

/** Whether the same request may go better soon. 501 says that it never will. */
function isPassing(status: number, code: string): boolean {
  return (status >= 500 && status !== 501) || status === 429 || code === 'ConditionalRequestConflict';
}

/** The text of the first element of a name; '' for none. */
export function tagOf(xml: string, name: string): string {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1] ?? '';
}

const advice: Readonly<Record<string, string>> = Object.freeze({
  InvalidAccessKeyId: 'The server does not know AWS_ACCESS_KEY_ID',
  SignatureDoesNotMatch: 'AWS_SECRET_ACCESS_KEY is another one than the server has',
  AccessDenied: 'These credentials may not do that: ask for the right to read, write, list and delete',
  ExpiredToken: 'AWS_SESSION_TOKEN has expired: get a new one',
  RequestTimeTooSkewed: "Set this machine's clock",
  AuthorizationHeaderMalformed: 'The bucket is in another region: set AWS_REGION',
  PermanentRedirect: 'The bucket is in another region: set AWS_REGION',
  EntityTooLarge: 'The server takes no object of this size at once',
  SlowDown: 'Too many requests: try again later',
});

function refusal({ status, code, body }: S3Answer, method: string, url: string, bucket: string): RnpError {
  const said = tagOf(new TextDecoder().decode(body.subarray(0, 10_000)), 'Message');
  const what = `${code || 'no reason given'}${said === '' ? '' : `: ${said}`}`;
  const todo =
    code === 'NoSuchBucket' ? `Make the bucket ${bucket} first, or correct its name` : advice[code];
  const problem = `the server refuses ${method} (${status}, ${what})`;
  return new RnpError('RNP_STORE', `${problem}. ${todo ?? 'See AWS_ENDPOINT_URL_S3'}`, { path: url });
}

function unreachable(url: string, cause: unknown): RnpError {
  const { message, cause: below } = cause as Error;
  const why = below instanceof Error ? below.message || String((below as { code?: string }).code) : message;
  const { host } = new URL(url);
  const problem = `${host} does not answer (${why}). Look whether the server runs, and at AWS_ENDPOINT_URL_S3`;
  return new RnpError('RNP_STORE', problem, { cause });
}
