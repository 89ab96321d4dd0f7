import type { Manifest } from './manifest.js';

/** The files of Fashion-MNIST: Xiao, Rasul and Vollgraf, arXiv:1708.07747. */
export const fashionMnistManifest: Manifest = {
  name: 'fashion-mnist',
  description: '70,000 pieces of clothing, 28×28 grey (Zalando)',
  folder: 'fashion-mnist',
  mirrors: [
    'https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/',
    'https://storage.googleapis.com/tensorflow/tf-keras-datasets/',
  ],
  imageShape: [28, 28, 1],
  classNames: [
    'T-shirt/top',
    'trouser',
    'pullover',
    'dress',
    'coat',
    'sandal',
    'shirt',
    'sneaker',
    'bag',
    'ankle boot',
  ],
  splits: {
    train: {
      length: 60_000,
      images: {
        file: 'train-images-idx3-ubyte.gz',
        sha256: 'c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888',
        bytes: 47_040_016,
      },
      labels: {
        file: 'train-labels-idx1-ubyte.gz',
        sha256: 'bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9',
        bytes: 60_008,
      },
    },
    test: {
      length: 10_000,
      images: {
        file: 't10k-images-idx3-ubyte.gz',
        sha256: '5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b',
        bytes: 7_840_016,
      },
      labels: {
        file: 't10k-labels-idx1-ubyte.gz',
        sha256: '0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34',
        bytes: 10_008,
      },
    },
  },
};
