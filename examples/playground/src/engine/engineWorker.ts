// The model, in a thread of its own: whatever it computes, the page goes on drawing.
import { useBackend } from '@rnp/backend';
import { loadModel } from '@rnp/models';
import { lowerLevels, ModelError, modelFromFiles, type Rnp, refine } from '@rnp/vae';
import * as tf from '@tensorflow/tfjs-core';
import type {
  Answer,
  Answers,
  Drawn,
  LoadedModel,
  Parsed,
  Request,
  RequestName,
  Requests,
} from './messages.js';
import { wasmPaths } from './wasmPaths.js';

let model: Rnp | null = null;

const handlers: { readonly [N in RequestName]: (body: Requests[N]) => Promise<Answers[N]> } = {
  useBackend: ({ names }) => useBackend(names, { wasmPaths }),
  useModel: async ({ name }) => {
    const loaded = await loadModel(name);
    return use(loaded.model, name, loaded.card);
  },
  useFiles: async ({ config, weights, name }) => {
    const loaded = modelFromFiles({ 'config.json': config, 'model.safetensors': weights }, { path: name });
    if (loaded.kind === 'rnp') return use(loaded.model, name, null);
    loaded.model.dispose();
    throw new ModelError('RNP_CONFIG', 'is a model without parts; choose a Recursive Neural Program', name);
  },
  parse,
  parseAll: async ({ pixels, count }) => {
    const images = tf.tensor4d(pixels, [count, ...current().config.imageShape]);
    try {
      return { trees: await current().parse(images) };
    } finally {
      images.dispose();
    }
  },
  sample: async ({ count, seed }) => {
    const programs = current().samplePrior(count, seed);
    return drawn(current(), programs);
  },
  draw: ({ programs }) => drawn(current(), tensorOf(programs)),
  drawParts: async ({ programs }) => {
    const whole = current();
    const parts = lowerLevels(whole, whole.config.steps.length - 1, { encoder: 'kept' });
    try {
      return await drawn(parts, tensorOf(programs));
    } finally {
      parts.dispose();
    }
  },
};

function use(next: Rnp, name: string, card: LoadedModel['card']): LoadedModel {
  model?.dispose();
  model = next;
  return { name, config: next.config, card };
}

function current(): Rnp {
  if (model === null) throw new Error('no model is loaded yet');
  return model;
}

async function parse({ pixels, refine: steps }: Requests['parse']): Promise<Parsed> {
  const started = performance.now();
  const rnp = current();
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

/** One request after another: what a backend does for one must not meet another's model. */
let queue: Promise<unknown> = Promise.resolve();

self.onmessage = ({ data }: MessageEvent<Request>) => {
  queue = queue.then(async () => self.postMessage(await answer(data)));
};

async function answer({ id, name, body }: Request): Promise<Answer> {
  try {
    const handle = handlers[name] as (body: Requests[RequestName]) => Promise<Answers[RequestName]>;
    return { id, ok: true, body: await handle(body) };
  } catch (error) {
    return { id, ok: false, message: (error as Error).message };
  }
}
