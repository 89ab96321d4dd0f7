import { batch, signal } from '@preact/signals';
import type { ModelName } from '@rnp/models';
import { type Drawing, isEmpty } from '../drawing/drawing.js';
import type { BackendChoice } from '../engine/backendChoices.js';
import type { LoadedModel, OwnModel } from '../engine/messages.js';
import { announce } from '../shared/announcer.js';
import { libraryOf } from '../shared/library.js';
import { attempt } from './attempt.js';
import { adopt, explain, explanationOf } from './explain.js';
import { keepModels, modelKey } from './keep.js';
import { report, settle } from './notices.js';
import {
  backend,
  backendChoice,
  drawing,
  engine,
  library,
  loaded,
  type Revision,
  revision,
} from './state.js';

/** Models of the visitor's own, the newest first; the browser keeps them. */
export const ownModels = signal<readonly OwnModel[]>([]);
const maxOwnModels = 4;

/** The model in the box that is on its way. */
export const coming = signal<ModelName | null>(null);

/** What was made of a drawing with each model, by `modelKey`: parts that were moved are there again when that model is. */
const made = new WeakMap<Drawing, Map<string, Revision | null>>();

/** One after another, so that the last one asked for is the one in use. */
let turn: Promise<unknown> = Promise.resolve();

function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const result = turn.then(work);
  turn = result.catch(() => undefined);
  return result;
}

export function chooseBackend(choice: BackendChoice): Promise<boolean> {
  backendChoice.value = choice;
  return inTurn(async () => {
    let refused = '';
    const done = await attempt('backend', async () => {
      const { report: found, model } = await engine.ask('useBackend', { names: choice.names });
      backend.value = found;
      if (model !== null) await take(model);
      refused = found.refused.map(({ name, reason }) => `${name}: ${reason}`).join(' ');
    });
    // True for as long as this backend runs.
    if (refused !== '') report('backend', `Running ${backend.value!.name} instead. ${refused}`);
    return done;
  });
}

/** @returns whether it could be used */
export function chooseModel(name: ModelName): Promise<boolean> {
  return choose(name, name, () => engine.ask('useModel', { name }));
}

/**
 * A model of the visitor's own, for instance one that was trained on this page.
 *
 * @param also changes together with the model, so that Back sees one step
 * @returns whether it could be used
 */
export async function chooseOwnModel(own: OwnModel, also?: () => void): Promise<boolean> {
  if (!(await choose(own.name, null, () => engine.ask('useFiles', own), also))) return false;
  if (!ownModels.value.includes(own)) {
    const others = ownModels.value.filter(({ name }) => name !== own.name);
    ownModels.value = [own, ...others].slice(0, maxOwnModels);
    keepModels(ownModels.value);
  }
  return true;
}

function choose(
  name: string,
  fromBox: ModelName | null,
  load: () => Promise<LoadedModel>,
  also?: () => void,
): Promise<boolean> {
  return inTurn(async () => {
    coming.value = fromBox;
    try {
      return await attempt('model', async () => {
        await take(await load(), also);
        announce(`Model ${name} is ready.`);
      });
    } finally {
      coming.value = null;
    }
  });
}

/** Takes over a model that the worker has loaded, with what it makes of the drawing, at once. */
async function take(model: LoadedModel, also?: () => void): Promise<void> {
  const images = await libraryOf(engine, model).catch((error: unknown) => {
    report('page', (error as Error).message);
    return [];
  });
  const before = drawing.value;
  const next = exampleFor(model, before, images[0]?.pixels ?? null);
  const found = await explanationOf(next, model).catch((error: unknown) => {
    report('parse', (error as Error).message);
    return { pixels: null, tree: null, milliseconds: null };
  });
  const drawnOn = drawing.value !== before;
  batch(() => {
    if (loaded.value !== null) remember(drawing.value, loaded.value, revision.value);
    loaded.value = model;
    library.value = images;
    revision.value = drawnOn ? null : (made.get(next)?.get(modelKey(model)) ?? null);
    if (!drawnOn) drawing.value = next;
    adopt(found, next);
    also?.();
  });
  settle('panel');
  if (drawnOn) explain();
}

function remember(what: Drawing, model: LoadedModel, revised: Revision | null): void {
  const ofModels = made.get(what) ?? new Map<string, Revision | null>();
  made.set(what, ofModels.set(modelKey(model), revised));
}

/** What the visitor gave stays; where nobody has given anything, the model begins with an image of its own kind. */
function exampleFor(
  { config: { imageShape } }: LoadedModel,
  before: Drawing,
  first: Float32Array | null,
): Drawing {
  const untouched =
    loaded.value === null
      ? isEmpty(before)
      : before.kind === 'image' && before.example && revision.value === null;
  if (!untouched || first === null) return before;
  const [height, width, channels] = imageShape;
  return { kind: 'image', image: { height, width, channels, data: first }, example: true };
}
