import { defaultPreprocessing, type Preprocessing } from './preprocessing.js';
import { preprocessingWords, type Words } from './preprocessingWords.js';

/** Data sets of drawings that are of one size and central, as what their models are given has to be. */
const drawings = /^(digits|mnist|omniglot)(-full|-recombined)?$/;

/**
 * The preprocessing of a model that was saved without one, as far as the name of its data implies it: the name of a data set, or of
 * a folder with its settings, 'photos?size=32x32&fit=cover&invert=no'. Everything else has the default.
 *
 * @param data the `data` of its config.json
 * @param shape [h, w, c] of its images
 * @throws RnpError RNP_CONFIG for a shape that no image has
 */
export function derivePreprocessing(data: unknown, shape: readonly [number, number, number]): Preprocessing {
  const usual = defaultPreprocessing(shape);
  if (typeof data !== 'string') return usual;
  const grey = usual.channels === 1;
  if (drawings.test(data)) return { ...usual, ink: grey };
  const [, settings = ''] = /\?([^/\\?]*)$/.exec(data) ?? [];
  const said = new Map(settings.split('&').map((part) => part.split('=', 2) as [string, string]));
  const read = <Value>(name: string, words: Words<Value>, fallback: Value): Value => {
    const word = said.get(name) ?? '';
    return Object.hasOwn(words, word) ? words[word]! : fallback;
  };
  const { fit, background, invert, ink } = preprocessingWords;
  const inverted = read('invert', invert, usual.invert);
  return {
    ...usual,
    fit: read('fit', fit, usual.fit),
    background: read('background', background, usual.background),
    // Of colour pictures a folder was judged as a whole, and the answer was written down.
    invert: !grey && inverted === 'auto' ? false : inverted,
    ink: grey && read('ink', ink, false),
  };
}
