import type { Dataset } from '../dataset.js';
import { scenesVersion } from '../scenes/sceneSource.js';
import { scenes } from '../scenes/scenes.js';
import { readScenesOptions } from '../scenes/scenesOptions.js';
import type { KnownDataset } from './knownDataset.js';
import { inItsWords, parseScenesSpec } from './scenesSpec.js';

/**
 * The scenes that a line names, as a data set.
 *
 * @param spec see `parseScenesSpec`
 * @param sets what scenes can be made of
 * @throws RnpError `RNP_CONFIG` for an invalid line
 */
export function knownScenes(spec: string, sets: readonly KnownDataset[]): KnownDataset {
  const { of, options, splits } = parseScenesSpec(
    spec,
    sets.map(({ name }) => name),
  );
  const parts = of.map((name) => sets.find((set) => set.name === name)!);
  const { length: _, ...made } = readScenesOptions(options);
  const channels = Math.max(...parts.map(({ imageShape }) => imageShape[2]));
  return {
    name: spec,
    description: `several objects of ${of.join(' and ')} on a canvas, with the truth about them${spec === 'scenes' ? ', or as in scenes?of=mnist&count=0-2' : ''}`,
    imageShape: [...made.canvas, channels],
    splits,
    files: null,
    parts,
    made: ['scenes', scenesVersion, made, splits],
    load: async (loading) => {
      const sources: Dataset[] = [];
      for (const part of parts) sources.push(await part.load(loading));
      const length = splits[loading.split];
      return { ...inItsWords(spec, () => scenes(sources, { ...options, length })), name: spec };
    },
  };
}
