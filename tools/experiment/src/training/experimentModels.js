import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRnp } from '@rnp/vae';
import { UsageError } from '../errors.js';
import { halfPrecision, loadKeptModel, rounded } from '../results/keptModel.js';
import { keptBases } from './keptBases.js';
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
 * All models of an experiment, or those asked for and what they are made from; trained in the order in which they stand. A model that is
 * made from one that is kept begins with it as it is kept, in half precision, so that its training is the same whether that one was
 * trained just now or is taken from the folder of results (`fromKept`). With both `fromKept` and `only`, those not asked for are taken from
 * there, too, but for those made from one that is.
 *
 * @param {Record<string, import('./trainedModel.js').ModelSpec | KeptSpec>} specs
 * @param {{ only: readonly string[] | null, fromKept: boolean, out: string, runs: string, smoke: boolean }} session see `trainedModel`;
 *   `out` is the folder of results
 * @returns {Promise<{ trained: Record<string, object>, kept: Record<string, object>, bases: Record<string, object>,
 *   before: string[] }>} results of `trainedModel`; the models of other examples; those of `keptBases`, which were not trained again; and
 *   the names of what those had been made from, which was not needed. The caller owns all models
 * @throws UsageError as `keptBases`
 */
export async function experimentModels(specs, session) {
  const { only, fromKept } = session;
  const asked = wanted(specs, only);
  const names = fromKept ? Object.keys(specs) : asked;
  const chosen = Object.fromEntries(names.map((name) => [name, specs[name]]));
  const bases = fromKept ? await keptBases(chosen, { ...session, again: trainedAgain(specs, only) }) : {};
  const kept = await modelsOfOthers(chosen, session);
  const trained = {};
  for (const name of toTrain(chosen, bases)) {
    const { from } = specs[name];
    const fresh = trained[from]?.model;
    const isKept = fresh !== undefined && specs[from].keep !== false;
    const base = isKept ? rounded(fresh) : (fresh ?? bases[from]?.model ?? kept[from] ?? null);
    try {
      const dir = join(session.runs, name);
      trained[name] = await trainedModel(name, specs[name], { ...session, dir, base });
    } finally {
      if (isKept) base.dispose();
    }
  }
  const before = names.filter((name) => !(name in trained || name in kept || name in bases));
  return { trained, kept, bases, before };
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

/** Those that are not there, and that nothing is made from, or something that is not there either; in order. */
function toTrain(specs, bases) {
  const isMissing = (name) => {
    if (specs[name].kept !== undefined || name in bases) return false;
    const made = Object.keys(specs).filter((other) => specs[other].from === name);
    return made.length === 0 || made.some(isMissing);
  };
  return Object.keys(specs).filter(isMissing);
}

/** Those asked for, and all that is made from them; null where none is asked for by name. */
function trainedAgain(specs, only) {
  if (only === null) return null;
  const again = new Set();
  for (const [name, { from }] of Object.entries(specs)) {
    if (again.has(from) || only.some((prefix) => name.startsWith(prefix))) again.add(name);
  }
  return again;
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
