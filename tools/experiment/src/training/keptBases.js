import { rnpConfig, trainingConfig } from '@rnp/vae';
import { UsageError } from '../errors.js';
import { loadKept } from '../results/keptModel.js';
import { changed, trainingOf } from './trainedModel.js';

/**
 * The models of an experiment that its folder of results has and that need not be trained again: those that others begin with, or where
 * it is said which ones are trained again, all others.
 *
 * @param {Record<string, object>} specs of `experimentModels`
 * @param {{ out: string, smoke: boolean, seed: number, again: ReadonlySet<string> | null }} session
 * @returns {Promise<Record<string, { model: object, training: object }>>} by name, with the settings each was trained with; the caller owns
 *   the models
 * @throws UsageError when there are none, or one was trained with other settings than those that are declared
 */
export async function keptBases(specs, session) {
  const bases = {};
  for (const name of keptNames(specs, session.again)) {
    const loaded = await loadKept(session.out, name);
    if (loaded === null) continue;
    const { model, document } = loaded;
    bases[name] = { model, training: trainingConfig(document.training) };
  }
  try {
    for (const [name, base] of Object.entries(bases)) requireDeclared(name, specs[name], base, session);
  } catch (error) {
    for (const { model } of Object.values(bases)) model.dispose();
    throw error;
  }
  if (Object.keys(bases).length > 0) return bases;
  throw new UsageError(
    `--from-kept: ${session.out} has no model that another one of this example begins with; leave it out`,
  );
}

/** Models of the experiment's own that others are made from, or all that are not trained again. */
function keptNames(specs, again) {
  const begun = new Set(Object.values(specs).map(({ from }) => from));
  const isTaken = (name) => (again === null ? begun.has(name) : !again.has(name));
  return Object.keys(specs).filter((name) => isTaken(name) && specs[name].kept === undefined);
}

/** What a model of the folder is must be what the experiment would train: its figures are told beside that. */
function requireDeclared(name, spec, { model, training }, session) {
  const plain = (value) => JSON.parse(JSON.stringify(value));
  const shape = spec.model === undefined ? model.config : rnpConfig(spec.model);
  const differences = [
    ...changed(plain(model.config), plain(shape)).map((key) => `model.${key}`),
    ...changed(plain(training), plain(trainingOf(spec, session))).map((key) => `training.${key}`),
  ];
  if (differences.length === 0) return;
  throw new UsageError(
    `${name}: what is kept in ${session.out} was trained with other settings (${differences.join(', ')}). Train it again, without --from-kept`,
  );
}
