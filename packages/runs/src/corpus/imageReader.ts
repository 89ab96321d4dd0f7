import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { RnpError } from '@rnp/errors';
import { childProgram } from '../files/childProgram.js';
import { imageAborted } from './imageAborted.js';
import type { FromReader, ReadAnswer, ReadRequest } from './imageMessages.js';
import type { ReadingJournal } from './readingJournal.js';

export interface ImageReader {
  /**
   * One answer for each image, in their order. An image that ends the process twice has that as its error.
   *
   * @throws RnpError RNP_IMAGE_READER; the signal's reason as soon as it is aborted, also while an image is being decoded
   */
  read(requests: readonly ReadRequest[]): Promise<ReadAnswer[]>;
  /** Ends the process. */
  close(): void;
}

/** Another process may have taken the memory, or a person may have killed it: the second time it is the image. */
const maxTries = 2;

export interface ImageReaderOptions {
  readonly signal?: AbortSignal;
  /** Told of each image before it is read; what it refuses is not. */
  readonly journal?: ReadingJournal;
}

/** Reads images in a process of its own, which is started when it is needed and again when an image has ended it. */
export function createImageReader({ signal, journal }: ImageReaderOptions = {}): ImageReader {
  let child: ChildProcess | null = null;
  const close = (): void => {
    child?.kill('SIGKILL');
    child = null;
  };
  const readOne = async (request: ReadRequest): Promise<ReadAnswer> => {
    const error = journal?.refusal(request.path) ?? null;
    if (error !== null) return { type: 'error', error };
    for (let tries = 1; ; tries++) {
      signal?.throwIfAborted();
      child ??= await started();
      await journal?.begin(request.path);
      const answer = await answerOf(child, request, signal);
      if (typeof answer !== 'string') return answer;
      close();
      signal?.throwIfAborted();
      if (tries < maxTries) continue;
      const what = `the process that reads images ended, ${tries} times (${answer})`;
      return { type: 'error', error: imageAborted(request.path, what) };
    }
  };
  const read = async (requests: readonly ReadRequest[]): Promise<ReadAnswer[]> => {
    const answers: ReadAnswer[] = [];
    try {
      for (const request of requests) answers.push(await readOne(request));
    } finally {
      await journal?.rest();
    }
    return answers;
  };
  return { read, close };
}

/** @returns a text, which says how, when the process ended without an answer */
function answerOf(
  child: ChildProcess,
  request: ReadRequest,
  signal: AbortSignal | undefined,
): Promise<ReadAnswer | string> {
  return new Promise((resolve) => {
    const end = (how: ReadAnswer | string): void => {
      child.off('message', listen).off('exit', exited).off('error', failed);
      signal?.removeEventListener('abort', stop);
      resolve(how);
    };
    const listen = (message: FromReader): void => {
      if (message.type !== 'ready') end(message);
    };
    const exited = (code: number | null, killer: string | null): void => end(howOf(code, killer));
    const failed = ({ message }: Error): void => end(message);
    const stop = (): void => end('stopped');
    child.on('message', listen).on('exit', exited).on('error', failed);
    signal?.addEventListener('abort', stop);
    if (signal?.aborted) return stop();
    // Its end between two images has been told already.
    if (child.exitCode !== null || child.signalCode !== null) return exited(child.exitCode, child.signalCode);
    child.send(request, () => undefined);
  });
}

async function started(): Promise<ChildProcess> {
  const child = fork(childProgram('imageChild'), {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    execArgv: [],
    serialization: 'advanced',
  });
  const ready = once(child, 'message').then(() => null);
  const ended = once(child, 'exit').then(([code, killer]) => howOf(code, killer));
  // An error is told by the race; the other promise must not be left rejected.
  for (const one of [ready, ended]) one.catch(() => undefined);
  const how = await Promise.race([ready, ended]).catch((error: Error) => error.message);
  if (how === null) return child;
  child.kill('SIGKILL');
  throw new RnpError(
    'RNP_IMAGE_READER',
    `the process that reads images does not start (${how}). Close other programs, or ask for more memory, and begin again`,
  );
}

function howOf(code: number | null, killer: string | null): string {
  return killer === null ? `exit code ${code}` : `signal ${killer}`;
}
