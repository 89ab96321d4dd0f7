import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomic } from '@rnp/files/node';
import { expectedShapes, modelFromFiles, modelToFiles } from '@rnp/vae';
import { UsageError } from '../errors.js';

/** What a model in the repository may weigh, 4 MB with the file's header. */
const maxBytes = 3.95e6;

/**
 * The model as it can be kept, in half precision: figures are measured on this one, so that they can be had again. The
 * model given is disposed of.
 *
 * @returns the files, and the model that they hold; the caller owns it
 */
export function halfPrecision(model, notes) {
  const files = modelToFiles(model, notes, { precision: 'float16' });
  model.dispose();
  return { files, model: modelFromFiles(files).model };
}

/**
 * A copy of a model, rounded as it is kept: what a further training begins with, so that it begins with the same numbers when it begins
 * with the kept file.
 *
 * @returns the caller's, as the given one stays
 */
export function rounded(model) {
  return modelFromFiles(modelToFiles(model, {}, { precision: 'float16' })).model;
}

/**
 * Sees before the training that a model will be small enough.
 *
 * @throws UsageError
 */
export function requireSmall(name, model) {
  const { parameters, runningStatistics } = expectedShapes(model.network);
  const sizes = [...Object.values(parameters), ...Object.values(runningStatistics)].map((shape) =>
    shape.reduce((product, size) => product * size, 1),
  );
  const bytes = 2 * sizes.reduce((sum, size) => sum + size, 0);
  if (bytes <= maxBytes) return;
  throw new UsageError(
    `${name} would be saved in ${(bytes / 1e6).toFixed(1)} MB, more than the 4 MB that a model in the repository may have; make it smaller, or say keep: false`,
  );
}

/** Writes `NAME.safetensors` and beside it `NAME.json`, its config. */
export async function keepModel(dir, name, files) {
  await mkdir(dir, { recursive: true });
  await writeFileAtomic(join(dir, `${name}.safetensors`), files['model.safetensors']);
  await writeFileAtomic(join(dir, `${name}.json`), files['config.json']);
}

/** Every kept model of a folder, by name; none where there is no folder. The caller owns them. */
export async function loadKeptModels(dir) {
  const files = await readdir(dir).catch((error) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const names = files.filter((file) => file.endsWith('.safetensors')).map((file) => file.slice(0, -12));
  const models = {};
  for (const name of names.sort()) models[name] = await loadKeptModel(dir, name);
  return models;
}

/** @returns the model, which is the caller's, or null where there is no such file */
export async function loadKeptModel(dir, name) {
  return (await loadKept(dir, name))?.model ?? null;
}

/** The same with all that its config says, as `modelFromFiles` gives it. */
export async function loadKept(dir, name) {
  const path = join(dir, name);
  const weights = await readFile(`${path}.safetensors`).catch((error) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (weights === null) return null;
  const files = {
    'model.safetensors': new Uint8Array(weights),
    'config.json': new Uint8Array(await readFile(`${path}.json`)),
  };
  return modelFromFiles(files, { path });
}
