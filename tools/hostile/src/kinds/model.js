import { createRnp, modelFromFiles, modelToFiles } from '@rnp/vae';
import { loadModelFolder } from '@rnp/vae/node';
import { damagedFiles, joined } from '../damage.js';
import { startedBackend } from '../startedBackend.js';

const config = { imageShape: [8, 8, 1], latent: 4, childrenPerLevel: [2] };

async function soundFiles() {
  await startedBackend();
  const model = createRnp(config, { seed: 1 });
  try {
    return await modelToFiles(model);
  } finally {
    model.dispose();
  }
}

const text = (value) => new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));

/** A safetensors file with this header, whatever it says. */
function safetensors(header, data = new Uint8Array(0), length = BigInt(text(header).length)) {
  const size = Buffer.alloc(8);
  size.writeBigUInt64LE(length);
  return joined(size, text(header), data);
}

function* crafted(sound) {
  const document = JSON.parse(Buffer.from(sound['config.json']).toString());
  const withConfig = (what, change) => [what, { ...sound, 'config.json': text({ ...document, ...change }) }];
  const withModel = (what, change) => withConfig(what, { config: { ...document.config, ...change } });
  yield ['a model', sound];
  for (const latent of [0, -1, 1.5, 1e9, '4', null]) yield withModel(`latent ${latent}`, { latent });
  for (const side of [0, 1e5, 1e9]) yield withModel(`images of ${side}`, { imageShape: [side, side, 1] });
  for (const steps of [[], [0], Array(64).fill(10), [1e9]])
    yield withModel(`steps ${steps}`.slice(0, 40), { steps });
  for (const key of Object.keys(document)) yield withConfig(`${key} null`, { [key]: null });
  for (const value of ['', '{', '[]', 'null', '5', '"x"', '['.repeat(1e5)]) {
    yield [`config ${value.slice(0, 9)}`, { ...sound, 'config.json': text(value) }];
  }
  const withWeights = (what, bytes) => [what, { ...sound, 'model.safetensors': bytes }];
  yield withWeights('a header of 2^63 bytes', safetensors('{}', undefined, 2n ** 63n));
  yield withWeights('a header of 90 MB that is not there', safetensors('{}', undefined, 90_000_000n));
  yield withWeights('a header of a million brackets', safetensors('['.repeat(1e6)));
  yield withWeights(
    'a header of 100,000 names',
    safetensors(`{${Array.from({ length: 1e5 }, (_, i) => `"${i}":0`)}}`),
  );
  yield withWeights('no tensor', safetensors('{}'));
  const floats = (value) => Buffer.from(new Float32Array(100).fill(value).buffer);
  for (const [what, value] of [
    ['not a number', Number.NaN],
    ['infinite', Infinity],
    ['3e38', 3e38],
    ['-5', -5],
  ]) {
    const weights = Uint8Array.from(sound['model.safetensors']);
    weights.set(floats(value), weights.length - 400);
    yield withWeights(`a hundred weights ${what}`, weights);
  }
}

export const name = 'model';
export const title = 'model folders';

export async function* inputs(random, count) {
  const sound = await soundFiles();
  for (const [what, files] of crafted(sound)) yield { name: what, files };
  for (const { name: what, file, bytes } of damagedFiles(sound, random, count)) {
    yield { name: what, files: { ...sound, [file]: bytes } };
  }
}

/** Loads the model and draws with it: what loads must draw numbers, or say that it does not. */
export async function probe(dir) {
  const tf = await startedBackend();
  const before = tf.memory().numTensors;
  const { files } = await loadModelFolder(dir);
  const { model } = await modelFromFiles(files, { path: dir });
  try {
    const images = tf.zeros([1, ...model.network.imageShape]);
    try {
      for (const { root } of await model.parse(images)) {
        if (!JSON.stringify(root).includes('null,null')) continue;
        throw new Error('a tree with values that are no numbers');
      }
    } finally {
      images.dispose();
    }
  } finally {
    model.dispose();
  }
  if (tf.memory().numTensors !== before) throw new Error('tensors are left');
}
