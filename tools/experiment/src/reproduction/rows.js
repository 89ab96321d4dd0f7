/**
 * What docs/reproduction.md and the examples' READMEs say of results: a figure of the paper, the example that makes it
 * again, what was published, the keys of metrics.json that stand beside it, and what it takes to call it reproduced. Numbers come
 * from committed results alone.
 *
 * @typedef {import('./verdict.js').Condition} Condition
 *
 * @typedef {object} Row
 * @property {string} figure
 * @property {string} example folder in examples/
 * @property {string} published
 * @property {readonly (readonly [label: string, key: string])[]} reached
 * @property {readonly string[]} pictures files in results/
 * @property {readonly Condition[]} [reproduced] all of them must hold; none: judged by looking at the pictures
 * @property {readonly Condition[]} [partly] what must hold at least; none: an example without a figure of the paper
 */

/** What is told of every model with parts; lists are parts / subparts. */
const parse = [
  ['SSE per image', 'ssePerImage'],
  ["share of the mean image's SSE", 'shareOfMeanImageSse'],
  ['purity, by level', 'purity'],
  ['effective children, by level', 'effectiveChildren'],
];

/** The same at one look of the encoder, and after 50 steps of inference by prediction errors. */
const bothLooks = [
  ...parse,
  ['inferred: SSE per image', 'inferred.ssePerImage'],
  ["inferred: share of the mean image's SSE", 'inferred.shareOfMeanImageSse'],
  ['inferred: purity, by level', 'inferred.purity'],
  ['inferred: effective children, by level', 'inferred.effectiveChildren'],
];

/** A model draws its images well, and its parts are parts. */
const drawnWell = [
  ['shareOfMeanImageSse', '≤', 0.2],
  ['purity', '≥', 0.8],
  ['effectiveChildren', '≥', 2.5],
];

/** Images can be told apart in what it draws. */
const drawnRoughly = [['shareOfMeanImageSse', '≤', 0.5]];

const sheets = ['parts.png', 'samples.png'];
const picturesOnly = 'pictures, no numbers';

/** @type {readonly Row[]} */
export const rows = [
  {
    figure: '2A, 3A',
    example: 'mnist',
    published: picturesOnly,
    reached: bothLooks,
    pictures: sheets,
    reproduced: drawnWell,
    partly: drawnRoughly,
  },
  {
    figure: '2A, 3A',
    example: 'fashion-mnist',
    published: picturesOnly,
    reached: bothLooks,
    pictures: sheets,
    reproduced: drawnWell,
    partly: drawnRoughly,
  },
  {
    figure: '2A, 3A',
    example: 'omniglot',
    published: picturesOnly,
    reached: bothLooks,
    pictures: sheets,
    reproduced: drawnWell,
    partly: drawnRoughly,
  },
  {
    figure: '2A, 3A',
    example: 'eth-80',
    published: picturesOnly,
    reached: bothLooks,
    pictures: sheets,
    reproduced: drawnWell,
    partly: drawnRoughly,
  },
  {
    figure: '2B, 2C',
    example: 'program-space',
    published: picturesOnly,
    reached: [
      ['a linear probe tells z² from z¹', 'levels.linearProbe'],
      ['a linear probe reads the digit from z²', 'digits.linearProbe'],
      ['ten clusters, matched to digits', 'clusterAccuracy'],
      ['by k-means: pixels / z² / z¹ / z⁰', 'digits.clusterAccuracies'],
      ['the same on a map', 'digits.clusterAccuraciesOnMap'],
      ['forty clusters, by majority', 'digits.clusterPurity40'],
    ],
    pictures: ['tsne-levels.svg', 'tsne-digits.svg', 'umap-digits.svg', 'clusters-z2.png', 'clusters-z1.png'],
    reproduced: [
      ['levels.linearProbe', '≥', 0.95],
      ['digits.linearProbe', '≥', 0.85],
      ['clusterAccuracy', '≥', 0.85],
    ],
    partly: [['levels.linearProbe', '≥', 0.95]],
  },
  {
    figure: '2D',
    example: 'interpolation',
    published: picturesOnly,
    reached: [
      ['largest of ten steps, digits', 'mnist.z2.largestStep'],
      ['largest of ten steps, strokes', 'mnist.z1.largestStep'],
      ['largest of ten steps, characters', 'omniglot.z2.largestStep'],
      ["largest of ten steps, characters' strokes", 'omniglot.z1.largestStep'],
    ],
    pictures: ['mnist-z2.png', 'mnist-z1.png', 'omniglot-z2.png', 'omniglot-z1.png'],
    reproduced: [
      ['mnist.z2.largestStep', '≤', 0.2],
      ['mnist.z1.largestStep', '≤', 0.2],
      ['omniglot.z2.largestStep', '≤', 0.2],
      ['omniglot.z1.largestStep', '≤', 0.2],
    ],
    partly: [['mnist.z2.largestStep', '≤', 0.5]],
  },
  {
    figure: '2E',
    example: 'combination',
    published: picturesOnly,
    reached: [
      ['digits: change by the mean of two z²', 'mnist.blendedDistance'],
      ['digits: change by a borrowed part', 'mnist.borrowedDistance'],
      ['characters: change by the mean of two z²', 'omniglot.blendedDistance'],
      ['characters: change by a borrowed part', 'omniglot.borrowedDistance'],
    ],
    pictures: ['mnist.png', 'omniglot.png'],
    reproduced: [],
    partly: [],
  },
  {
    figure: '3B',
    example: 'unseen-classes',
    published: picturesOnly,
    reached: [
      ['7s: SSE per image before', '7.before'],
      ['7s: adapted', '7.adapted'],
      ['7s: adapted, over a model that saw all', '7.ratio'],
      ['7s, nothing trained: inferred', '7.inferred'],
      ['7s: inferred, over a model that saw all', '7.inferredRatio'],
      ['8s: SSE per image before', '8.before'],
      ['8s: adapted', '8.adapted'],
      ['8s: adapted, over a model that saw all', '8.ratio'],
      ['8s, nothing trained: inferred', '8.inferred'],
      ['8s: inferred, over a model that saw all', '8.inferredRatio'],
      ['two alphabets: SSE per image before', 'omniglot.before'],
      ['two alphabets: adapted', 'omniglot.adapted'],
    ],
    pictures: ['without7.png', 'adapted7.png', 'adapted8.png', 'omniglotAdapted.png'],
    reproduced: [
      ['7.ratio', '≤', 1.3],
      ['8.ratio', '≤', 1.3],
      ['omniglot.adapted', '≤', 0.9, 'omniglot.before'],
    ],
    partly: [
      ['7.ratio', '≤', 1.3],
      ['8.ratio', '≤', 1.3],
    ],
  },
  {
    figure: '3C',
    example: 'eth-80-to-fashion',
    published: picturesOnly,
    reached: parse,
    pictures: sheets,
    reproduced: drawnWell,
    partly: drawnRoughly,
  },
  {
    figure: '4B',
    example: 'digit-pairs',
    published: picturesOnly,
    reached: [
      ['SSE per image', 'pairs.ssePerImage'],
      ["share of the mean image's SSE", 'pairs.shareOfMeanImageSse'],
      ['purity, by level', 'pairs.purity'],
      ['inferred: SSE per image', 'pairs.inferred.ssePerImage'],
      ["inferred: share of the mean image's SSE", 'pairs.inferred.shareOfMeanImageSse'],
      ['inferred: purity, by level', 'pairs.inferred.purity'],
      ['inferred: share of pairs whose digits have a part each', 'pairs.ownPart'],
    ],
    pictures: ['pairs.png', 'pairs-inferred.png'],
    reproduced: [['pairs.shareOfMeanImageSse', '≤', 0.2]],
    partly: [['pairs.shareOfMeanImageSse', '≤', 0.5]],
  },
  {
    figure: '4C',
    example: 'digit-pairs',
    published: picturesOnly,
    reached: [
      ['SSE per image', 'digits.ssePerImage'],
      ["share of the mean image's SSE", 'digits.shareOfMeanImageSse'],
      ['purity, by level', 'digits.purity'],
      ['inferred: SSE per image', 'digits.inferred.ssePerImage'],
      ["inferred: share of the mean image's SSE", 'digits.inferred.shareOfMeanImageSse'],
      ['inferred: purity, by level', 'digits.inferred.purity'],
    ],
    pictures: ['digits.png', 'digits-inferred.png'],
    reproduced: [['digits.shareOfMeanImageSse', '≤', 0.2]],
    partly: [['digits.shareOfMeanImageSse', '≤', 0.5]],
  },
  {
    figure: '4A, one primitive',
    example: 'primitives',
    published: 'RNP ≈ 9, VAE ≈ 19 (read off, 100 epochs)',
    reached: [
      ['RNP, SSE per image, by seed', 'one.rnp'],
      ['VAE, SSE per image, by seed', 'one.vae'],
    ],
    pictures: ['one-curves.svg', 'one-parts.png'],
    reproduced: [
      ['one.rnp', '≤', 9],
      ['one.rnp', '≤', 1, 'one.vae'],
    ],
    partly: [['one.rnp', '≤', 1, 'one.vae']],
  },
  {
    figure: '4A, two primitives',
    example: 'primitives',
    published: 'RNP ≈ 8.5, VAE ≈ 11.4 (read off, 100 epochs)',
    reached: [
      ['RNP, SSE per image, by seed', 'two.rnp'],
      ['VAE, SSE per image, by seed', 'two.vae'],
    ],
    pictures: ['two-curves.svg', 'two-parts.png'],
    reproduced: [
      ['two.rnp', '≤', 8.5],
      ['two.rnp', '≤', 1, 'two.vae'],
    ],
    partly: [['two.rnp', '≤', 1, 'two.vae']],
  },
  {
    figure: 'Methods, depth at a time',
    example: 'depth-at-a-time',
    published: 'a remark, no numbers',
    reached: [
      ['one after another, SSE per image', 'oneAfterAnother.ssePerImage'],
      ['end to end, SSE per image', 'endToEnd.ssePerImage'],
      ['seconds, first level', 'seconds.first'],
      ['seconds, then both', 'seconds.both'],
      ['seconds, end to end', 'seconds.endToEnd'],
    ],
    pictures: ['first.png', 'both.png', 'endToEnd.png'],
    reproduced: [
      ['oneAfterAnother.ssePerImage', '≤', 1, 'endToEnd.ssePerImage'],
      ['seconds.both', '≤', 0.8, 'seconds.endToEnd'],
    ],
    partly: [['oneAfterAnother.ssePerImage', '≤', 1.1, 'endToEnd.ssePerImage']],
  },
  {
    figure: 'none (ablation)',
    example: 'overlap-penalty',
    published: 'none',
    reached: [
      ['plain: SSE per image, by seed', 'plain.ssePerImage'],
      ['patch: SSE per image, by seed', 'patch.ssePerImage'],
      ['overlap: SSE per image, by seed', 'overlap.ssePerImage'],
      ['plain: purity, by level and seed', 'plain.purity'],
      ['patch: purity, by level and seed', 'patch.purity'],
      ['overlap: purity, by level and seed', 'overlap.purity'],
    ],
    pictures: ['plain.png', 'patch.png', 'overlap.png'],
  },
  {
    figure: 'none (one-shot)',
    example: 'one-shot',
    published: 'people 0.045, BPL 0.033, modified Hausdorff distance 0.388 (Lake et al. 2015)',
    reached: [
      ['share of wrong answers', 'error'],
      ['pixels, centred and equally large', 'errorCentredPixels'],
      ['pixels', 'errorPixels'],
      ['practice runs: share of wrong answers', 'practice.error'],
      ['practice runs: pixels, centred', 'practice.errorCentredPixels'],
      ['practice runs: pixels', 'practice.errorPixels'],
    ],
    pictures: ['fits.png'],
  },
  {
    figure: 'none (inferred trees)',
    example: 'inferred-trees',
    published: 'none',
    reached: bothLooks,
    pictures: ['parts.png', 'learning.svg'],
  },
  {
    figure: 'none (presence)',
    example: 'presence',
    published: 'none',
    reached: [
      ['parts per digit', 'mnist.meanParts'],
      ['parts of a 1', 'mnist.ones'],
      ['parts of each digit, 0 to 9', 'mnist.partsPerClass'],
      ['SSE per image', 'mnist.ssePerImage'],
      ['four parts, as many steps: SSE per image', 'mnist.fourParts.ssePerImage'],
      ['SSE over that of four parts, as many steps', 'mnist.sseRatio'],
      ['SSE over that of four parts of the model of mnist, as many steps', 'mnist.sseRatioUntrained'],
      ['model of mnist: parts per digit', 'untrained.meanParts'],
      ['model of mnist: parts of a 1', 'untrained.ones'],
      ['model of mnist: SSE per image', 'untrained.ssePerImage'],
      ['model of mnist, four parts, as many steps: SSE per image', 'untrained.fourParts.ssePerImage'],
      ['model of mnist: SSE over that of its four parts', 'untrained.sseRatio'],
    ],
    pictures: ['needed.png', 'four.png', 'learning.svg'],
  },
  {
    figure: 'none (precisions)',
    example: 'precisions',
    published: 'none',
    reached: [
      ['as set: bound of ln p, nats per image', 'fixed.bound'],
      ['pixels’ learned: bound of ln p, nats per image', 'pixels.bound'],
      ['all learned: bound of ln p, nats per image', 'all.bound'],
      ['as set: of it, pixels', 'fixed.bound.pixels'],
      ['pixels’ learned: of it, pixels', 'pixels.bound.pixels'],
      ['all learned: of it, pixels', 'all.bound.pixels'],
      ['as set: KL of program / states, 2 levels / actions, 2 levels', 'fixed.bound.kl'],
      ['pixels’ learned: KL of program / states, 2 levels / actions, 2 levels', 'pixels.bound.kl'],
      ['all learned: KL of program / states, 2 levels / actions, 2 levels', 'all.bound.kl'],
      ['as set: SSE per image, inferred', 'fixed.ssePerImage'],
      ['pixels’ learned: SSE per image, inferred', 'pixels.ssePerImage'],
      ['all learned: SSE per image, inferred', 'all.ssePerImage'],
      ['as set: purity, inferred', 'fixed.purity'],
      ['pixels’ learned: purity, inferred', 'pixels.purity'],
      ['all learned: purity, inferred', 'all.purity'],
      ['pixels’ learned: deviations of pixels / states / actions', 'pixels.deviations'],
      ['all learned: deviations of pixels / states, 2 levels / actions, 2 levels', 'all.deviations'],
      ['all learned: bound of training digits, round by round', 'all.rounds'],
    ],
    pictures: ['samples.png'],
  },
  {
    figure: 'none (scenes)',
    example: 'scenes',
    published:
      'AIR, 0 to 2 digits: 0.987 of training scenes counted right (Eslami et al. 2016); 0.76 and 0.797 when others repeated it',
    reached: [
      ['0 to 2 digits: counted right', 'count02'],
      ['0 to 2 digits: ARI of the foreground, two digits', 'count02.ari'],
      ['0 to 3 digits: counted right', 'count03'],
      ['3 or 4 digits, larger canvas: counted right', 'extrapolated'],
      ['2 digits, overlapping: ARI of the foreground', 'ari'],
      ['2 digits, overlapping: counted right', 'ari.counted'],
      ['clutter: counted right', 'clutter.count'],
      ['clutter: SSE of the figure over that without', 'clutter.figureRatio'],
      ['clutter: share of its ink that objects draw', 'clutter.groundDrawn'],
      ['texture: counted right', 'texture.count'],
      ['texture: SSE of the figure over that without', 'texture.figureRatio'],
      ['texture: share of its light that objects draw', 'texture.groundDrawn'],
      ['0 to 2 digits: SSE of the figure', 'count02.figureSse'],
      ['0 to 2 digits: purity of parts, within what was found', 'objectPurity'],
      ['the same, of pieces within parts', 'objectPurity.subparts'],
      ['flat, 16 pieces at once: counted right', 'depth1.count02'],
      ['flat: SSE of the figure', 'depth1.figureSse'],
      ['flat: purity of parts', 'depth1.objectPurity'],
      ['4 of 2 of 2 pieces: counted right', 'depth3.count02'],
      ['4 of 2 of 2 pieces: SSE of the figure', 'depth3.figureSse'],
      ['4 of 2 of 2 pieces: purity of parts', 'depth3.objectPurity'],
    ],
    pictures: ['scenes.png', 'failures.png', 'learning.svg'],
  },
  {
    figure: 'none (two kinds)',
    example: 'digits-and-garments',
    published: 'none',
    reached: [
      ['digits and garments together: counted right', 'together.counted'],
      ['the same: objects told by their kind', 'together.kind'],
      ['the same: SSE a scene', 'together.ssePerScene'],
      ['the same, by the model of digits alone: counted right', 'together.byDigits.counted'],
      ['the same, by the model of digits alone: SSE a scene', 'together.byDigits.ssePerScene'],
      ['the same, by the model of garments alone: counted right', 'together.byGarments.counted'],
      ['the same, by the model of garments alone: SSE a scene', 'together.byGarments.ssePerScene'],
      ['digits alone, both models: counted right', 'digits.counted'],
      ['digits alone, both models: told to be digits', 'digits.kind'],
      ['garments alone, both models: counted right', 'garments.counted'],
      ['garments alone, both models: told to be garments', 'garments.kind'],
    ],
    pictures: ['kinds.png'],
  },
  {
    figure: 'none (local learning)',
    example: 'local-learning',
    published: 'none',
    reached: [
      ['backpropagation: SSE per image', 'backprop.ssePerImage'],
      ['fixed predictions: SSE per image', 'fixedPrediction.ssePerImage'],
      ['strict: SSE per image', 'strict.ssePerImage'],
      ['fixed predictions over backpropagation', 'fixedPrediction.ratio'],
      ['strict over backpropagation', 'strict.ratio'],
      ['exact: cosines', 'exact.cosines'],
      ['fixed predictions: cosines', 'fixedPrediction.cosines'],
      ['strict: cosines', 'strict.cosines'],
      ['backpropagation: CPU seconds', 'cpuSeconds.backprop'],
      ['fixed predictions: CPU seconds', 'cpuSeconds.fixedPrediction'],
      ['strict: CPU seconds', 'cpuSeconds.strict'],
    ],
    pictures: [
      'cosines-fixedPrediction.svg',
      'cosines-strict.svg',
      'learning.svg',
      'backprop.png',
      'fixedPrediction.png',
      'strict.png',
    ],
  },
];
