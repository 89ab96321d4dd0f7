import type { Manifest } from './manifest.js';

/** The files of the MNIST database: LeCun, Bottou, Bengio and Haffner, Gradient-based learning, 1998. */
export const mnistManifest: Manifest = {
  name: 'mnist',
  description: '70,000 handwritten digits, 28×28 grey (LeCun, Cortes, Burges)',
  folder: 'mnist',
  mirrors: [
    'https://ossci-datasets.s3.amazonaws.com/mnist/',
    'https://storage.googleapis.com/cvdf-datasets/mnist/',
  ],
  imageShape: [28, 28, 1],
  classNames: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
  ink: true,
  splits: {
    train: {
      length: 60_000,
      images: {
        file: 'train-images-idx3-ubyte.gz',
        sha256: 'ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db',
        bytes: 47_040_016,
      },
      labels: {
        file: 'train-labels-idx1-ubyte.gz',
        sha256: '65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5',
        bytes: 60_008,
      },
    },
    test: {
      length: 10_000,
      images: {
        file: 't10k-images-idx3-ubyte.gz',
        sha256: '0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7',
        bytes: 7_840_016,
      },
      labels: {
        file: 't10k-labels-idx1-ubyte.gz',
        sha256: 'ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2',
        bytes: 10_008,
      },
    },
  },
};
