/**
 * The rows of docs/reproduction.md: a figure of the paper, the example that makes it again, what was published, and which
 * keys of its metrics.json stand beside that. Numbers come from committed results alone.
 *
 * @typedef {object} Row
 * @property {string} figure
 * @property {string} example folder in examples/
 * @property {string} published
 * @property {readonly (readonly [label: string, key: string])[]} reached
 * @property {readonly string[]} pictures files in results/
 */

/** What is told of every model with parts. */
const parse = [
  ['SSE', 'ssePerImage'],
  ['of the mean image’s', 'shareOfMeanImageSse'],
  ['purity', 'purity'],
  ['effective children', 'effectiveChildren'],
];

const sheets = ['parts.png', 'samples.png'];
const picturesOnly = 'pictures, no numbers';

/** @type {readonly Row[]} */
export const rows = [
  { figure: '2A, 3A', example: 'mnist', published: picturesOnly, reached: parse, pictures: sheets },
  { figure: '2A, 3A', example: 'fashion-mnist', published: picturesOnly, reached: parse, pictures: sheets },
  {
    figure: '2A, 3A',
    example: 'omniglot',
    published: picturesOnly,
    reached: [
      ...parse,
      ['programs refined: SSE', 'refined.ssePerImage'],
      ['of the mean image’s', 'refined.shareOfMeanImageSse'],
    ],
    pictures: sheets,
  },
  { figure: '2A, 3A', example: 'eth-80', published: picturesOnly, reached: parse, pictures: sheets },
  {
    figure: '2B, 2C',
    example: 'program-space',
    published: picturesOnly,
    reached: [
      ['a linear probe tells z² from z¹', 'levels.linearProbe'],
      ['reads the digit from z²', 'digits.linearProbe'],
      ['ten clusters, matched', 'digits.clusterAccuracy'],
      ['forty, by majority', 'digits.clusterPurity40'],
    ],
    pictures: ['tsne-levels.svg', 'tsne-digits.svg', 'clusters-z2.png', 'clusters-z1.png'],
  },
  {
    figure: '2D',
    example: 'interpolation',
    published: picturesOnly,
    reached: [
      ['largest of ten steps: digits', 'mnist.z2.largestStep'],
      ['strokes', 'mnist.z1.largestStep'],
      ['characters', 'omniglot.z2.largestStep'],
      ['their strokes', 'omniglot.z1.largestStep'],
    ],
    pictures: ['mnist-z2.png', 'mnist-z1.png', 'omniglot-z2.png', 'omniglot-z1.png'],
  },
  {
    figure: '2E',
    example: 'combination',
    published: picturesOnly,
    reached: [
      ['change by the mean of two z²: digits', 'mnist.blendedDistance'],
      ['by a borrowed part', 'mnist.borrowedDistance'],
    ],
    pictures: ['mnist.png', 'omniglot.png'],
  },
  {
    figure: '3B',
    example: 'unseen-classes',
    published: picturesOnly,
    reached: [
      ['7 before', '7.before'],
      ['adapted', '7.adapted'],
      ['over a model that saw all', '7.ratio'],
      ['8 before', '8.before'],
      ['adapted', '8.adapted'],
      ['over a model that saw all', '8.ratio'],
      ['two alphabets before', 'omniglot.before'],
      ['adapted', 'omniglot.adapted'],
    ],
    pictures: ['without7.png', 'adapted7.png', 'adapted8.png', 'omniglotAdapted.png'],
  },
  {
    figure: '3C',
    example: 'eth-80-to-fashion',
    published: picturesOnly,
    reached: parse,
    pictures: sheets,
  },
  {
    figure: '4B',
    example: 'digit-pairs',
    published: picturesOnly,
    reached: [
      ['SSE', 'pairs.ssePerImage'],
      ['of the mean image’s', 'pairs.shareOfMeanImageSse'],
    ],
    pictures: ['pairs.png'],
  },
  {
    figure: '4C',
    example: 'digit-pairs',
    published: picturesOnly,
    reached: [
      ['SSE', 'digits.ssePerImage'],
      ['of the mean image’s', 'digits.shareOfMeanImageSse'],
    ],
    pictures: ['digits.png'],
  },
  {
    figure: '4A, one primitive',
    example: 'primitives',
    published: 'RNP ≈ 9, VAE ≈ 19 (read off, 100 epochs)',
    reached: [
      ['RNP', 'one.rnp'],
      ['VAE', 'one.vae'],
    ],
    pictures: ['one-curves.svg', 'one-parts.png'],
  },
  {
    figure: '4A, two primitives',
    example: 'primitives',
    published: 'RNP ≈ 8.5, VAE ≈ 11.4 (read off, 100 epochs)',
    reached: [
      ['RNP', 'two.rnp'],
      ['VAE', 'two.vae'],
    ],
    pictures: ['two-curves.svg', 'two-parts.png'],
  },
  {
    figure: 'Methods, depth at a time',
    example: 'depth-at-a-time',
    published: 'a remark, no numbers',
    reached: [
      ['SSE: one after another', 'oneAfterAnother.ssePerImage'],
      ['end to end', 'endToEnd.ssePerImage'],
      ['seconds: first level', 'seconds.first'],
      ['then both', 'seconds.both'],
      ['end to end', 'seconds.endToEnd'],
    ],
    pictures: ['first.png', 'both.png', 'endToEnd.png'],
  },
  {
    figure: 'none (ablation)',
    example: 'overlap-penalty',
    published: 'none',
    reached: [
      ['SSE: plain', 'plain.ssePerImage'],
      ['patch', 'patch.ssePerImage'],
      ['overlap', 'overlap.ssePerImage'],
      ['purity: plain', 'plain.purity'],
      ['patch', 'patch.purity'],
      ['overlap', 'overlap.purity'],
    ],
    pictures: ['plain.png', 'patch.png', 'overlap.png'],
  },
];
