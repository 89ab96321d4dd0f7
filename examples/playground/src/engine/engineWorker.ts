// The model, in a thread of its own: whatever it computes, the page goes on drawing.
import { useBackend } from '@rnp/backend';
import { lowerLevels, type Rnp, refine } from '@rnp/vae';
import * as tf from '@tensorflow/tfjs-core';
import type { Answer, Answers, Drawn, Parsed, Request, RequestName, Requests } from './messages.js';
import { ModelShelf } from './modelShelf.js';
import { StaleModelError } from './staleModelError.js';
import { wasmPaths } from './wasmPaths.js';

const shelf = new ModelShelf();
/** What the backend in use was chosen from. */
let chosen: Requests['useBackend']['names'] = ['cpu'];

type Handlers<N extends RequestName> = { readonly [M in N]: (body: Requests[M]) => Promise<Answers[M]> };

/** One after another: what a backend does for one must not meet another's model. */
const handlers: Handlers<Exclude<RequestName, 'useModel'>> = {
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
  useFiles: async (own) => shelf.take(await shelf.load(own)),
  parse,
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
    const parts = lowerLevels(whole, whole.config.steps.length - 1, { encoder: 'kept' });
    try {
      return await drawn(parts, tensorOf(programs));
    } finally {
      parts.dispose();
    }
  },
};

async function parse({ model, pixels, refine: steps }: Requests['parse']): Promise<Parsed> {
  const started = performance.now();
  const rnp = shelf.get(model);
  const images = tf.tensor4d(pixels, [1, ...rnp.config.imageShape]);
  const { mean, logVariance } = rnp.encode(images);
  let program = mean;
  try {
    if (steps > 0) program = await refine(rnp, images, mean, { steps });
    const [tree] = await rnp.parsePrograms(program);
    return { tree: tree!, milliseconds: performance.now() - started };
  } finally {
    tf.dispose([images, mean, logVariance, program]);
  }
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
  try {
    return { id, ok: true, body: await answerTo(name, body) };
  } catch (error) {
    const stale = error instanceof StaleModelError;
    return { id, ok: false, message: (error as Error).message, stale };
  }
}

async function answerTo(name: RequestName, body: Requests[RequestName]): Promise<Answers[RequestName]> {
  if (name === 'useModel') return useModel(body as Requests['useModel']);
  const handle = handlers[name] as (body: Requests[RequestName]) => Promise<Answers[RequestName]>;
  return inTurn(() => handle(body));
}

/** The download of a model keeps nothing waiting: drawings are taken apart by the one before until it is there. */
async function useModel({ name }: Requests['useModel']): Promise<Answers['useModel']> {
  for (;;) {
    const backend = tf.getBackend();
    const next = await shelf.load(name);
    const taken = await inTurn(async () => (tf.getBackend() === backend ? shelf.take(next) : null));
    if (taken !== null) return taken;
    // Its weights lie in a backend that is no longer in use.
    next.model.dispose();
  }
}
