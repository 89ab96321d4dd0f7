import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRnp } from '@rnp/vae';
import { UsageError } from '../errors.js';
import { halfPrecision, loadKeptModel } from '../results/keptModel.js';
import { trainedModel } from './trainedModel.js';

const examples = fileURLToPath(new URL('../../../../examples', import.meta.url));

/**
 * A model that another example keeps.
 *
 * @typedef {object} KeptSpec
 * @property {string} kept `EXAMPLE/MODEL`, as in examples/EXAMPLE/results/MODEL.safetensors
 * @property {import('@rnp/vae').RnpOptions} [model] what a smoke run takes, untrained and rounded as if it were
 *   kept, while there is none
 */

/**
 * All models of an experiment, or those asked for and what they are made from; trained in the order in which they stand.
 *
 * @param {Record<string, import('./trainedModel.js').ModelSpec | KeptSpec>} specs
 * @param {{ only: readonly string[] | null, runs: string, smoke: boolean }} session see `trainedModel`
 * @returns {Promise<{ trained: Record<string, object>, kept: Record<string, object> }>} results of `trainedModel`, and the
 *   models of other examples; the caller owns all models
 */
export async function experimentModels(specs, session) {
  const names = wanted(specs, session.only);
  const kept = await modelsOfOthers(Object.fromEntries(names.map((name) => [name, specs[name]])), session);
  const trained = {};
  for (const name of names) {
    const spec = specs[name];
    if (spec.kept !== undefined) continue;
    const base = spec.from === undefined ? null : (kept[spec.from] ?? trained[spec.from].model);
    trained[name] = await trainedModel(name, spec, { ...session, dir: join(session.runs, name), base });
  }
  return { trained, kept };
}

/** The models that are taken from other examples. @throws UsageError when one of them was not run yet */
export async function modelsOfOthers(specs, { smoke }) {
  const models = {};
  for (const [name, { kept, model }] of Object.entries(specs)) {
    if (kept === undefined) continue;
    const [example, file] = kept.split('/');
    const found = await loadKeptModel(join(examples, example, 'results'), file);
    if (found === null && !smoke) {
      throw new UsageError(
        `${name}: there is no model in ${dirname(kept)}/results yet; run npm run example -- ${example} first`,
      );
    }
    models[name] = found ?? halfPrecision(createRnp(model), {}).model;
  }
  return models;
}

function wanted(specs, only) {
  const names = Object.keys(specs);
  if (only === null) return names;
  const chosen = new Set();
  const add = (name) => {
    if (specs[name].from !== undefined) add(specs[name].from);
    chosen.add(name);
  };
  for (const prefix of only) {
    const found = names.filter((name) => name.startsWith(prefix));
    if (found.length === 0) {
      throw new UsageError(`--only ${prefix}: there is no such model; there are ${names.join(', ')}`);
    }
    found.forEach(add);
  }
  return names.filter((name) => chosen.has(name));
}
