import { signal } from '@preact/signals';
import type { FolderFile } from '@rnp/datasets';
import type { FromReader, PicturesQuestion, Understood } from './messages.js';

/** What is known of the folder that a visitor gave. */
export type OwnFolder =
  | { readonly phase: 'none' }
  | { readonly phase: 'reading'; readonly done: number; readonly total: number }
  | { readonly phase: 'understood'; readonly understood: Understood }
  | { readonly phase: 'failed'; readonly message: string };

export const ownFolder = signal<OwnFolder>({ phase: 'none' });

/** Whether colours are kept. */
export const inColour = signal(false);

let worker: Worker | null = null;
let given: readonly FolderFile[] = [];

/** Reads a folder; one that is being read is given up. */
export function readFolder(files: readonly FolderFile[]): void {
  given = files;
  readAgain();
}

/** The same folder, with colours or without. */
export function readAgain(): void {
  worker?.terminate();
  const own = new Worker(new URL('./picturesWorker.ts', import.meta.url), { type: 'module' });
  worker = own;
  ownFolder.value = { phase: 'reading', done: 0, total: given.length };
  own.addEventListener('message', ({ data }: MessageEvent<FromReader>) => {
    if (worker === own) hear(data);
  });
  own.addEventListener('error', ({ message }) => {
    if (worker === own) hear({ type: 'failed', message: message || 'the worker could not be started' });
  });
  own.postMessage({ files: given, colour: inColour.value } satisfies PicturesQuestion);
}

export function forgetFolder(): void {
  end();
  given = [];
  ownFolder.value = { phase: 'none' };
}

function hear(message: FromReader): void {
  if (message.type === 'progress') {
    ownFolder.value = { phase: 'reading', done: message.done, total: message.total };
    return;
  }
  end();
  ownFolder.value =
    message.type === 'failed'
      ? { phase: 'failed', message: message.message }
      : { phase: 'understood', understood: message.understood };
}

function end(): void {
  worker?.terminate();
  worker = null;
}
