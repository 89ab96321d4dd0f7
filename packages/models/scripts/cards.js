// What figures do not tell of each model. Its own folder in examples/ tells how it is trained.
const lightOnBlack = 'light ink on black, about as large and as central as in the data set';

export const cards = {
  mnist: {
    title: 'Digits in four strokes of four pieces each',
    data: {
      name: 'MNIST',
      trainedOn: 'the 60,000 digits of the training split',
      testedOn: 'the 10,000 digits of the test split',
      by: 'Y. LeCun, C. Cortes, C. J. C. Burges',
    },
    images: { shape: [28, 28, 1], look: lightOnBlack },
    limits: [
      'Digits only: letters are drawn as the digits that they resemble.',
      'Digits that are small, at the edge or drawn with very thin or thick strokes are explained worse.',
      'Parts belong to no stroke that a person would name: the same stroke may be one part in one digit and two in another.',
    ],
  },
  'fashion-mnist': {
    title: 'Garments in four parts of four pieces each',
    data: {
      name: 'Fashion-MNIST',
      trainedOn: 'the 60,000 garments of the training split',
      testedOn: 'the 10,000 garments of the test split',
      by: 'H. Xiao, K. Rasul, R. Vollgraf (MIT licence)',
    },
    images: { shape: [28, 28, 1], look: 'a light garment on black, filling the image' },
    limits: [
      'Texture and print are blurred: a garment is drawn with sixteen patches of 8×8 pixels.',
      'Parts are areas of a garment rather than sleeves or soles.',
    ],
  },
  omniglot: {
    title: 'Written characters in four strokes of four pieces each',
    data: {
      name: 'Omniglot, the two small background sets',
      trainedOn: '4,020 drawings of six alphabets, turned, mirrored and put together anew',
      testedOn: 'the 820 drawings of two alphabets that were never seen, Balinese and Tagalog',
      by: 'B. Lake, R. Salakhutdinov, J. Tenenbaum (MIT licence)',
    },
    images: { shape: [28, 28, 1], look: 'light strokes of one to two pixels on black' },
    limits: [
      'On alphabets that it never saw it leaves more than a quarter of the mean image’s error at one look; `infer` of @rnp/vae leaves less than a fiftieth.',
      'Characters of many strokes lose some: there are four parts.',
      'Trained on 6 of the 30 alphabets of the whole background set.',
    ],
  },
  'eth-80': {
    title: 'Objects in colour in four parts of four pieces each',
    data: {
      name: 'ETH-80, masked',
      trainedOn: '2,624 views of 64 objects of 8 classes',
      testedOn: '656 views of the last two objects of each class, never seen',
      by: 'B. Leibe, B. Schiele',
    },
    images: { shape: [50, 50, 3], look: 'one object in the middle, black around it' },
    limits: [
      'Eight classes of toys and fruit; other things are drawn as blobs in their colours.',
      'Details smaller than a few pixels, as wheels and eyes, are blurred.',
    ],
  },
};
