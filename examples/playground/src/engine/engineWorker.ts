// The model, in a thread of its own: whatever it computes, the page goes on drawing.
import { useBackend } from '@rnp/backend';
import type { ParseTree } from '@rnp/recursive-decoder';
import { inferSteps, lowerLevels, type Rnp } from '@rnp/vae';
import * as tf from '@tensorflow/tfjs-core';
import { findObjects } from './findObjects.js';
import type { Answer, Answers, Drawn, News, Parsed, Request, RequestName, Requests } from './messages.js';
import { type Held, ModelShelf } from './modelShelf.js';
import { readPicture } from './readPicture.js';
import { StaleModelError } from './staleModelError.js';
import { wasmPaths } from './wasmPaths.js';

const shelf = new ModelShelf();
/** What the backend in use was chosen from. */
let chosen: Requests['useBackend']['names'] = ['cpu'];

type Handlers<N extends RequestName> = { readonly [M in N]: (body: Requests[M]) => Promise<Answers[M]> };

/** One after another: what a backend does for one must not meet another's model. */
const handlers: Handlers<
  Exclude<
    RequestName,
    'useModel' | 'readPicture' | 'describe' | 'tryModel' | 'infer' | 'findObjects' | 'endSearch'
  >
> = {
  useBackend: async ({ names }) => {
    const report = await useBackend(names, { wasmPaths });
    try {
      const model = await shelf.again();
      chosen = names;
      return { report, model };
    } catch (error) {
      // The weights are still where they were.
      await useBackend(chosen, { wasmPaths });
      throw error;
    }
  },
  useFiles: async (own) => shelf.take(shelf.fromFiles(own)),
  parse: async ({ model, pixels }) => parsed(shelf.get(model), pixels),
  parseAll: async ({ model, pixels, count }) => {
    const rnp = shelf.get(model);
    const images = tf.tensor4d(pixels, [count, ...rnp.config.imageShape]);
    try {
      return { trees: await rnp.parse(images) };
    } finally {
      images.dispose();
    }
  },
  sample: async ({ model, count, seed }) => {
    const rnp = shelf.get(model);
    return drawn(rnp, rnp.samplePrior(count, seed));
  },
  draw: async ({ model, programs }) => drawn(shelf.get(model), tensorOf(programs)),
  drawParts: async ({ model, programs }) => {
    const whole = shelf.get(model);
    const parts = lowerLevels(whole, whole.config.childrenPerLevel.length - 1, { encoder: 'kept' });
    try {
      return await drawn(parts, tensorOf(programs));
    } finally {
      parts.dispose();
    }
  },
};

/** An image taken apart. */
async function parsed(rnp: Rnp, pixels: Float32Array): Promise<Parsed> {
  const started = performance.now();
  const image = imageOf(rnp, pixels);
  try {
    const [tree] = await rnp.parse(image);
    return { tree: tree!, milliseconds: performance.now() - started };
  } finally {
    image.dispose();
  }
}

/** The search for objects that is under way. */
let searching = new AbortController();
/** These come of themselves, or need no turn; whatever else is asked, the visitor has gone on, and nobody waits for a search. */
const besideSearches: ReadonlySet<RequestName> = new Set(['describe', 'tryModel', 'readPicture']);

function searched(id: number, question: Requests['findObjects']): Promise<Answers['findObjects']> {
  searching = new AbortController();
  const { signal } = searching;
  return inTurn(() => findObjects(shelf.get(question.model), question, signal, (found) => tell(id, found)));
}

function tell(id: number, news: News[keyof News]): void {
  self.postMessage({ id, ok: 'soon', news } satisfies Answer);
}

/** The closer look that is under way. */
let looking = new AbortController();
/** After these nobody waits for it: there is another picture. */
const endingLooks: ReadonlySet<RequestName> = new Set(['parse', 'infer']);
const madeWay = new Error('makes way for another model or backend');

/**
 * Goes before a closer look, which takes long on a slow backend. That begins again afterwards, and ends at once where its model is no
 * longer held: a model or backend that could not be had leaves it to go on.
 */
function beforeLooks<T>(work: () => Promise<T>): Promise<T> {
  looking.abort(madeWay);
  return inTurn(work);
}

async function lookedCloser(
  question: Requests['infer'],
  show: (tree: ParseTree, energy: number, step: number) => void,
): Promise<Parsed> {
  for (;;) {
    looking = new AbortController();
    const { signal } = looking;
    try {
      return await inTurn(() => inferred(question, signal, show));
    } catch (error) {
      if (error !== madeWay) throw error;
    }
  }
}

async function inferred(
  { model, pixels, steps }: Requests['infer'],
  signal: AbortSignal,
  show: (tree: ParseTree, energy: number, step: number) => void,
): Promise<Parsed> {
  const rnp = shelf.get(model);
  const started = performance.now();
  const image = imageOf(rnp, pixels);
  try {
    let last: ParseTree | undefined;
    for await (const { step, trees, energies } of inferSteps(rnp, image, { steps, signal })) {
      last = trees[0]!;
      show(last, energies[0]!.total, step);
    }
    return { tree: last!, milliseconds: performance.now() - started };
  } finally {
    image.dispose();
  }
}

function imageOf({ config }: Rnp, pixels: Float32Array): tf.Tensor4D {
  return tf.tensor4d(pixels, [1, ...config.imageShape]);
}

function tensorOf(programs: Requests['draw']['programs']): tf.Tensor2D {
  return tf.tensor2d(programs.map((program) => [...program]));
}

/** What programs draw; they are freed. */
async function drawn(rnp: Rnp, programs: tf.Tensor2D): Promise<Drawn> {
  try {
    return { trees: await rnp.parsePrograms(programs) };
  } finally {
    programs.dispose();
  }
}

let queue: Promise<unknown> = Promise.resolve();

/** Runs once all that was put in before has ended. */
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const result = queue.then(work);
  queue = result.catch(() => undefined);
  return result;
}

self.onmessage = async ({ data }: MessageEvent<Request>) => self.postMessage(await answer(data));

async function answer({ id, name, body }: Request): Promise<Answer> {
  if (endingLooks.has(name)) looking.abort();
  if (!besideSearches.has(name)) searching.abort();
  try {
    return { id, ok: true, body: await answerTo(id, name, body) };
  } catch (error) {
    const stale = error instanceof StaleModelError || (error as Error).name === 'AbortError';
    return { id, ok: false, message: (error as Error).message, stale };
  }
}

async function answerTo(
  id: number,
  name: RequestName,
  body: Requests[RequestName],
): Promise<Answers[RequestName]> {
  switch (name) {
    // The download of a model keeps nothing waiting: drawings are taken apart by the one before until it is there.
    case 'useModel':
      return withBoxed(body as Requests['useModel'], async (held) => shelf.take(held), beforeLooks);
    // No backend has a hand in it.
    case 'readPicture':
      return readPicture(body as Requests['readPicture']);
    case 'describe':
      return withBoxed(body as Requests['describe'], async ({ about }) => about);
    case 'tryModel': {
      const { name: boxed, pixels } = body as Requests['tryModel'];
      return withBoxed({ name: boxed }, ({ model }) => parsed(model, pixels));
    }
    case 'infer': {
      const show = (tree: ParseTree, energy: number, step: number): void => tell(id, { tree, energy, step });
      return lookedCloser(body as Requests['infer'], show);
    }
    case 'findObjects':
      return searched(id, body as Requests['findObjects']);
    case 'endSearch':
      return null;
    case 'useBackend':
      return beforeLooks(() => handlers.useBackend(body as Requests['useBackend']));
    case 'useFiles':
      return beforeLooks(() => handlers.useFiles(body as Requests['useFiles']));
    default: {
      const handle = handlers[name] as (body: Requests[RequestName]) => Promise<Answers[RequestName]>;
      return inTurn(() => handle(body));
    }
  }
}

/** Does something with a model in the box once it is there, and nothing else is under way. */
async function withBoxed<T>(
  { name }: Requests['useModel'],
  use: (held: Held) => Promise<T>,
  turn: typeof inTurn = inTurn,
): Promise<T> {
  for (;;) {
    const held = await shelf.fromBox(name);
    const used = await turn(async () =>
      held.backend === tf.getBackend() ? { answer: await use(held) } : null,
    );
    if (used !== null) return used.answer;
  }
}
