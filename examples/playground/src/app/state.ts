import { type ReadonlySignal, signal } from '@preact/signals';
import type { BackendReport } from '@rnp/backend';
import type { ModelName } from '@rnp/models';
import type { ParseTree } from '@rnp/recursive-decoder';
import { type BackendChoice, backendChoices } from '../engine/backendChoices.js';
import { createEngine, latestOnly } from '../engine/engine.js';
import type { LoadedModel, Requests } from '../engine/messages.js';
import { announce } from '../shared/announcer.js';
import { type LibraryImage, libraryOf } from '../shared/library.js';

export type OwnModel = Requests['useFiles'];

export const engine = createEngine();

/** The model that is in use; null while the first one loads. */
export const loaded = signal<LoadedModel | null>(null);
export const backend = signal<BackendReport | null>(null);
export const backendChoice = signal<BackendChoice>(backendChoices[0]!);
/** The panel that is shown. */
export const currentPanel = signal('draw');
/** What went wrong or was done otherwise than asked, in words. */
export const notice = signal<string | null>(null);
/** Of the last parse, in the worker. */
export const milliseconds = signal<number | null>(null);
/** Images to begin with, taken apart by the model in use. */
export const library = signal<readonly LibraryImage[]>([]);
/** The image that is explained, [h·w·c] in [0, 1]; null before there is one. */
export const pixels = signal<Float32Array | null>(null);
/** Its parse tree, also after people have moved parts. */
export const tree = signal<ParseTree | null>(null);
const busySignal = signal(true);
export const busy: ReadonlySignal<boolean> = busySignal;

/** Runs what the visitor asked for; a failure becomes a notice. */
export async function attempt(work: () => Promise<void>): Promise<void> {
  busySignal.value = true;
  try {
    await work();
  } catch (error) {
    report((error as Error).message);
  } finally {
    busySignal.value = false;
  }
}

export function report(message: string): void {
  notice.value = message;
  announce(message);
}

export async function chooseBackend(choice: BackendChoice): Promise<void> {
  backendChoice.value = choice;
  await attempt(async () => {
    const found = await engine.ask('useBackend', { names: choice.names });
    backend.value = found;
    const refused = found.refused.map(({ name, reason }) => `${name}: ${reason}`).join(' ');
    const words = [refused && `Running ${found.name} instead. ${refused}`, choice.note]
      .filter(Boolean)
      .join(' ');
    if (words !== '') report(words);
    else notice.value = null;
    // Weights live in the backend that loaded them.
    if (source !== null) await useModel(source);
  });
}

/** Where the model in use is from: weights live in a backend, so another backend needs them again. */
let source: ModelName | OwnModel | null = null;

export async function chooseModel(name: ModelName): Promise<void> {
  await attempt(async () => {
    notice.value = null;
    await useModel(name);
  });
}

/** A model of the visitor's own, for instance one that was trained on this page. @returns whether it could be used */
export async function chooseOwnModel(own: OwnModel): Promise<boolean> {
  await attempt(async () => {
    notice.value = null;
    await useModel(own);
  });
  return source === own;
}

async function useModel(next: ModelName | OwnModel): Promise<void> {
  const isOwn = typeof next !== 'string';
  adopt(isOwn ? await engine.ask('useFiles', next) : await engine.ask('useModel', { name: next }));
  const before = source;
  source = next;
  library.value = await libraryOf(engine, loaded.value!);
  announce(`Model ${loaded.value!.name} is ready.`);
  // Digits are what one's own models know; a model in the box begins with an image of its own kind.
  if ((isOwn || before === next) && pixels.value !== null) explain(pixels.value);
  else if (library.value.length > 0) show(library.value[0]!.pixels);
}

/** Takes over a model that the worker has loaded. */
function adopt(model: LoadedModel): void {
  const shape = String(model.config.imageShape);
  if (String(loaded.value?.config.imageShape) !== shape) pixels.value = null;
  loaded.value = model;
  tree.value = null;
}

/** Explains an image from now on. */
export function show(image: Float32Array): void {
  pixels.value = image;
  explain(image);
}

/** Takes the image away. */
export function clear(): void {
  pixels.value = null;
  tree.value = null;
}

const explain = latestOnly(async (image: Float32Array) => {
  try {
    const parsed = await engine.ask('parse', { pixels: image, refine: 0 });
    // Of a drawing that goes on the tree of a moment ago is shown, not that of an image which is gone.
    if (pixels.value?.length !== image.length) return;
    tree.value = parsed.tree;
    milliseconds.value = parsed.milliseconds;
  } catch (error) {
    report((error as Error).message);
  }
});

/** Looks again: betters the program by gradient descent (docs/model.md). */
export async function lookAgain(): Promise<void> {
  const image = pixels.value;
  if (image === null) return;
  await attempt(async () => {
    const parsed = await engine.ask('parse', { pixels: image, refine: 40 });
    // The visitor may have drawn on.
    if (pixels.value !== image) return;
    tree.value = parsed.tree;
    announce('The program has been bettered by 40 steps of gradient descent.');
  });
}
