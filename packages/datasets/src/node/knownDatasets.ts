import { digitPairs, digitPairsVersion } from '../derived/digitPairs.js';
import { eth80Manifest } from '../manifest/eth80.js';
import { fashionMnistManifest } from '../manifest/fashionMnist.js';
import type { Manifest, ManifestFile } from '../manifest/manifest.js';
import { mnistManifest } from '../manifest/mnist.js';
import { omniglotManifest } from '../manifest/omniglot.js';
import type { KnownDataset, Split } from './knownDataset.js';
import { knownScenes } from './knownScenes.js';
import { loadEth80 } from './loadEth80.js';
import { loadFashionMnist, loadMnist } from './loadIdxDataset.js';
import { loadOmniglot } from './loadOmniglot.js';
import { isScenesSpec } from './scenesSpec.js';

const digits: KnownDataset = {
  name: 'digits',
  description: '10,000 digits of the training set of MNIST, in the package',
  imageShape: [28, 28, 1],
  splits: { train: 9_000, test: 1_000 },
  files: null,
  sha256: '5d3d0b030ff5fd7181e67639da0d52f68b12e143929146999a67e00b6bf307b8',
  load: async ({ split, signal }) => {
    signal?.throwIfAborted();
    // On demand, so that nobody parses 2 MB of digits to train on clothes.
    const { embeddedDigits } = await import('../digits/index.js');
    return embeddedDigits({ split });
  },
};

function idx(manifest: Manifest, load: KnownDataset['load']): KnownDataset {
  const { name, description, imageShape, splits } = manifest;
  const of = (split: Split): readonly ManifestFile[] => [splits[split].images, splits[split].labels];
  return {
    name,
    description,
    imageShape,
    splits: { train: splits.train.length, test: splits.test.length },
    files: { source: manifest, of: { train: of('train'), test: of('test') } },
    load,
  };
}

const omniglot: KnownDataset = {
  name: 'omniglot',
  description: 'characters of 8 alphabets, 6 to train and 2 to test (Lake et al.)',
  imageShape: omniglotManifest.imageShape,
  splits: { train: 4_020, test: 820 },
  files: { source: omniglotManifest, of: { train: omniglotManifest.small, test: omniglotManifest.small } },
  load: (options) => loadOmniglot(options),
};

const omniglotFull: KnownDataset = {
  name: 'omniglot-full',
  description: 'characters of 50 alphabets, 30 to train and 20 to test (Lake et al.)',
  imageShape: omniglotManifest.imageShape,
  splits: { train: omniglotManifest.background.images, test: omniglotManifest.evaluation.images },
  files: {
    source: omniglotManifest,
    of: { train: [omniglotManifest.background], test: [omniglotManifest.evaluation] },
  },
  load: (options) => loadOmniglot({ ...options, variant: 'full' }),
};

const eth80: KnownDataset = {
  name: 'eth-80',
  description: eth80Manifest.description,
  imageShape: eth80Manifest.imageShape,
  splits: { train: 2_624, test: 656 },
  files: { source: eth80Manifest, of: { train: [eth80Manifest.archive], test: [eth80Manifest.archive] } },
  load: (options) => loadEth80(options),
};

/** Fixed for good, and another for each split: another seed would give other pictures. */
const pairSeeds: Readonly<Record<Split, number>> = Object.freeze({ train: 1, test: 2 });

/** Two of a set's digits in two of four quadrants; digits of the two splits never meet. */
function pairs(of: KnownDataset, name: string): KnownDataset {
  const [height, width] = of.imageShape;
  return {
    name,
    description: `two of ${of.name} in two of four quadrants, ${2 * height}×${2 * width} grey`,
    imageShape: [2 * height, 2 * width, 1],
    splits: of.splits,
    files: of.files,
    ...(of.sha256 !== undefined && { sha256: of.sha256 }),
    made: ['digitPairs', digitPairsVersion, pairSeeds],
    load: async (options) => {
      const digitsOfSplit = await of.load(options);
      return { ...digitPairs(digitsOfSplit, { seed: pairSeeds[options.split] }), name };
    },
  };
}

const mnist: KnownDataset = idx(mnistManifest, (options) => loadMnist(options));

/** Those that scenes can be made of. */
const single: readonly KnownDataset[] = Object.freeze([
  digits,
  mnist,
  idx(fashionMnistManifest, (options) => loadFashionMnist(options)),
  omniglot,
  omniglotFull,
  eth80,
  pairs(digits, 'digit-pairs'),
  pairs(mnist, 'mnist-pairs'),
]);

/** Every data set with a name, in the order in which they are listed. */
export const knownDatasets: readonly KnownDataset[] = Object.freeze([
  ...single,
  knownScenes('scenes', single),
]);

/** @throws RnpError `RNP_CONFIG` for scenes with an invalid setting */
export function knownDataset(name: string): KnownDataset | undefined {
  if (isScenesSpec(name)) return knownScenes(name, single);
  return single.find((dataset) => dataset.name === name);
}
