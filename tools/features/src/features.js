/**
 * What there is, where it works, and how one can tell. docs/features.md is written from this file alone.
 *
 * A grade is one of
 *  - `tested`: a test that CI runs uses it there;
 *  - `measured`: a committed command was run there, and a committed page has its figures; CI does not run it;
 *  - `untried`: nothing in its code is against it, and nobody has tried;
 *  - `no`: it is not there;
 *  - `none`: it has no meaning there.
 *
 * @typedef {'tested' | 'measured' | 'untried' | 'no' | 'none'} Grade
 *
 * @typedef {object} Feature
 * @property {string} name
 * @property {readonly Grade[]} grades one for each place of its table
 * @property {string} proof the test, the example's results or the page that shows it, a path in the repository
 * @property {string} [note]
 *
 * @typedef {object} Table
 * @property {string} title
 * @property {readonly string[]} places
 * @property {readonly Feature[]} features
 */

const everywhere = ['tested', 'tested', 'measured', 'measured', 'measured'];
const wasmOnly = ['no', 'tested', 'no', 'no', 'no'];
const both = ['tested', 'tested'];
const nodeOnly = ['tested', 'no'];
const triedInNode = ['tested', 'untried'];

/** @type {readonly Table[]} */
export const tables = [
  {
    title: 'Computing, by backend',
    places: ['cpu', 'wasm', 'tfjs-node', 'webgl', 'webgpu'],
    features: [
      {
        name: 'Parts placed by affine maps, forward and backward',
        grades: ['tested', 'tested', 'measured', 'tested', 'tested'],
        proof: 'packages/spatial-transformer/test/gpu.test.ts',
      },
      {
        name: 'Layers whose weights are generated',
        grades: everywhere,
        proof: 'packages/hypernet/test/golden.test.ts',
      },
      {
        name: 'Programs within programs, to any depth',
        grades: everywhere,
        proof: 'packages/recursive-decoder/test/golden.test.ts',
      },
      {
        name: 'The same parse on every backend',
        grades: everywhere,
        proof: 'tools/conformance/test/conformance.test.ts',
      },
      {
        name: 'Training with the same losses, within 1 %',
        grades: everywhere,
        proof: 'tools/conformance/test/conformance.test.ts',
      },
      {
        name: 'Kernels of our own for sampling and placing',
        grades: ['no', 'tested', 'no', 'tested', 'tested'],
        proof: 'packages/spatial-transformer/test/gpu.test.ts',
      },
      {
        name: 'Kernels of our own for layers, norms, levels, Adam',
        grades: wasmOnly,
        proof: 'packages/nn/test/batchNorm/layer.test.ts',
        note: 'elsewhere TensorFlow.js computes them',
      },
      {
        name: 'Training on all cores, by workers',
        grades: wasmOnly,
        proof: 'packages/vae/test/workers/trainWithWorkers.test.ts',
      },
      {
        name: 'Same seed, same bits, also after a resume',
        grades: ['tested', 'tested', 'untried', 'no', 'no'],
        proof: 'packages/vae/test/workers/sameNumbers.test.ts',
        note: 'graphics backends sum in no fixed order',
      },
      {
        name: 'Exhausted memory is a typed error, and training goes on with smaller batches',
        grades: ['none', 'tested', 'no', 'no', 'no'],
        proof: 'packages/backend/test/exhausted.test.ts',
      },
      {
        name: 'Speed measured beside PyTorch',
        grades: ['no', 'measured', 'no', 'no', 'no'],
        proof: 'docs/performance.md',
        note: 'without a graphics card; WebGL and WebGPU ran in software',
      },
      {
        name: 'Any machine measured, from a terminal or in a page: products, parsing, training',
        grades: ['measured', 'tested', 'no', 'no', 'no'],
        proof: 'packages/runs/test/use/benchMachine.test.ts',
      },
    ],
  },
  {
    title: 'The model',
    places: ['Node', 'browser'],
    features: [
      {
        name: 'A picture taken apart into a tree, and drawn again at any size',
        grades: both,
        proof: 'packages/models/test/parse.test.ts',
      },
      {
        name: 'Trained models in the box',
        grades: both,
        proof: 'packages/models/test/browser.test.ts',
      },
      { name: 'Training', grades: both, proof: 'packages/vae/test/train.test.ts' },
      {
        name: 'Saved whole, resumed to the bit',
        grades: both,
        proof: 'packages/vae/test/node/checkpoint.test.ts',
        note: 'in the browser as runs of the playground',
      },
      {
        name: 'A new encoder for a frozen decoder; parts kept, places learned anew',
        grades: triedInNode,
        proof: 'packages/vae/test/transfer/transfer.test.ts',
      },
      {
        name: 'An encoder that looks at parts as it looks at images, and corrects them',
        grades: triedInNode,
        proof: 'packages/vae/test/looks/looks.test.ts',
      },
      {
        name: 'An encoder that learns to see an image among others, and draws it alone',
        grades: triedInNode,
        proof: 'packages/vae/test/seenApart.test.ts',
      },
      {
        name: 'Trees inferred by prediction errors, parts and all',
        grades: triedInNode,
        proof: 'packages/vae/test/infer/infer.test.ts',
      },
      {
        name: 'A lower bound of ln p(x) of each image, level by level',
        grades: triedInNode,
        proof: 'packages/vae/test/bound/bound.test.ts',
        note: 'a mean over a data set by `rnp eval --bound`',
      },
      {
        name: 'How far parts depart from their programs, learned level by level',
        grades: triedInNode,
        proof: 'packages/vae/test/bound/learnPrecisions.test.ts',
      },
      {
        name: 'The same from a terminal, kept by the model, which infers, samples and is measured with it',
        grades: nodeOnly,
        proof: 'packages/runs/test/run/precisions.test.ts',
      },
      {
        name: 'Only as many parts as an image needs, by what each costs',
        grades: triedInNode,
        proof: 'packages/vae/test/infer/presence.test.ts',
      },
      {
        name: 'The same at deeper levels: only the pieces that each part needs',
        grades: triedInNode,
        proof: 'packages/vae/test/infer/presenceBelow.test.ts',
      },
      {
        name: 'The same from a terminal: trees, drawings, and the mean number of parts of each class',
        grades: nodeOnly,
        proof: 'packages/cli/test/presence.test.ts',
      },
      {
        name: 'Training on inferred trees, the encoder learning to answer with what was found',
        grades: triedInNode,
        proof: 'packages/vae/test/learning/amortised.test.ts',
      },
      {
        name: 'Training on errors at nodes, each generated network on those of its own predictions',
        grades: triedInNode,
        proof: 'packages/vae/test/learning/local.test.ts',
      },
      {
        name: 'The same with nodes that move to where their errors balance',
        grades: triedInNode,
        proof: 'packages/vae/test/learning/strict.test.ts',
      },
      {
        name: 'The paper’s patch loss, Eq. (2), and penalties on overlap and uneven shares',
        grades: triedInNode,
        proof: 'packages/recursive-decoder/test/patchLoss.test.ts',
      },
      {
        name: 'A convolutional VAE of equal size, to compare with',
        grades: triedInNode,
        proof: 'packages/vae/test/baseline/convVaeLike.test.ts',
      },
      {
        name: 'Leaves as patches, generated convolutions or fixed primitives',
        grades: triedInNode,
        proof: 'packages/recursive-decoder/test/leaf/decodePatches.test.ts',
      },
      {
        name: 'The paper’s figures, made again on its data',
        grades: ['measured', 'none'],
        proof: 'docs/reproduction.md',
      },
    ],
  },
  {
    title: 'Data and files',
    places: ['Node', 'browser'],
    features: [
      {
        name: 'Ten thousand digits in the package',
        grades: both,
        proof: 'packages/datasets/test/digits/embeddedDigits.test.ts',
      },
      {
        name: 'MNIST, Fashion-MNIST, Omniglot, ETH-80: downloaded, checked, cached',
        grades: nodeOnly,
        proof: 'packages/datasets/test/node/registry.test.ts',
      },
      {
        name: 'Scenes of several objects, overlapping or not, before clutter, with masks, boxes and maps',
        grades: triedInNode,
        proof: 'packages/datasets/test/scenes/scenes.test.ts',
      },
      {
        name: 'Own pictures: a folder, with or without classes and splits',
        grades: both,
        proof: 'packages/datasets/test/node/folder/pictureFiles.test.ts',
      },
      {
        name: 'PNG of every mode; JPEG, baseline and progressive, in grey or colour',
        grades: both,
        proof: 'packages/images/test/jpeg/kinds.test.ts',
        note: 'MozJPEG reads slightly more damaged scans',
      },
      {
        name: 'Preprocessing that travels with the model',
        grades: both,
        proof: 'packages/images/test/preprocessing/preprocess.test.ts',
      },
      {
        name: 'safetensors, read and written, all thirteen types',
        grades: both,
        proof: 'packages/files/test/safetensors/safetensors.test.ts',
      },
      {
        name: 'Weights for Python and from Python',
        grades: ['tested', 'none'],
        proof: 'packages/models/test/python.test.ts',
      },
      {
        name: 'Files written whole or not at all, folders locked',
        grades: ['tested', 'none'],
        proof: 'packages/files/test/node/writeFileAtomic.test.ts',
      },
      {
        name: 'An object store, in a folder or behind S3',
        grades: nodeOnly,
        proof: 'packages/files/test/node/store/s3Store.test.ts',
      },
    ],
  },
  {
    title: 'Runs',
    places: ['Node', 'browser'],
    features: [
      {
        name: 'A training run as a call, with events, checkpoints and a report',
        grades: nodeOnly,
        proof: 'packages/runs/test/run/trainRun.test.ts',
      },
      {
        name: 'Sweeps: settings × seeds, resumed, compared',
        grades: nodeOnly,
        proof: 'packages/cli/test/sweep.test.ts',
      },
      {
        name: 'Sweeps and folders of pictures on many machines, by a queue',
        grades: nodeOnly,
        proof: 'packages/cli/test/queue.test.ts',
      },
      {
        name: 'Workers killed and servers lost: each task is counted once',
        grades: nodeOnly,
        proof: 'packages/queue/test/process/killed.test.ts',
      },
      {
        name: 'Damaged and malicious inputs: typed errors within limits of time and memory',
        grades: triedInNode,
        proof: 'tools/hostile/test/hostile.test.ts',
      },
    ],
  },
  {
    title: 'Looking at it',
    places: ['Node', 'browser'],
    features: [
      {
        name: 'Trees, sheets and curves as SVG',
        grades: both,
        proof: 'packages/viz/test/figures/figures.test.ts',
      },
      { name: 'The same as PNG', grades: nodeOnly, proof: 'packages/viz/test/node/svgPng.test.ts' },
      {
        name: 'A parse as one page to be sent to someone',
        grades: both,
        proof: 'packages/viz/test/parsePage/browser.test.ts',
      },
      {
        name: 'Maps of program space, clusters, linear probes',
        grades: triedInNode,
        proof: 'packages/analysis/test/maps.test.ts',
      },
      {
        name: 'Scenes of several objects: found, counted, and each taken apart',
        grades: triedInNode,
        proof: 'packages/scenes/test/explainScenes.test.ts',
      },
      {
        name: 'Parts that hide what is behind them, and a ground behind all; figure and ground told apart',
        grades: triedInNode,
        proof: 'packages/vae/test/over/over.test.ts',
      },
      {
        name: 'Objects of several models in one picture, each a program of the one that explains it best',
        grades: triedInNode,
        proof: 'packages/scenes/test/objectModels.test.ts',
      },
      {
        name: 'Masks of objects, of their parts, and of parts of parts',
        grades: triedInNode,
        proof: 'packages/scenes/test/masks/partMasks.test.ts',
      },
      {
        name: 'Digits on a photographed page: found, and each taken apart, from a terminal',
        grades: nodeOnly,
        proof: 'packages/cli/test/objects.test.ts',
      },
      {
        name: 'Measures of scenes: counts, adjusted Rand index, masks, figure and ground apart',
        grades: triedInNode,
        proof: 'packages/analysis/test/scenes.test.ts',
      },
      {
        name: 'A model measured on scenes, from a terminal: counts, pixels, figure and ground',
        grades: nodeOnly,
        proof: 'packages/runs/test/explain/measureScenes.test.ts',
      },
      {
        name: 'A report of scenes: their measures, the first ones, and the worst twenty as they were understood',
        grades: nodeOnly,
        proof: 'packages/runs/test/use/reportScenes.test.ts',
      },
      {
        name: 'One-shot classification, by bending one image’s tree to another',
        grades: triedInNode,
        proof: 'packages/runs/test/use/oneShot.test.ts',
      },
      {
        name: 'Training on a folder of one’s own pictures by dropping it on a page',
        grades: ['none', 'tested'],
        proof: 'examples/playground/test/browser/ownPictures.test.ts',
      },
      {
        name: 'A playground: draw, watch, drag parts, walk, train; works offline',
        grades: ['none', 'tested'],
        proof: 'examples/playground/test/browser/draw.test.ts',
      },
    ],
  },
];

/** What a reader may look for and does not find. */
export const absent = [
  'Parts that come and go in training.',
  'Sound, ordered strokes, video.',
  'A measurement on a graphics card: we had none. `tfjs-node-gpu` shares the path of tfjs-node, which is measured.',
  'WASM with threads: TensorFlow.js’ threaded build cannot share its memory with our kernels. Workers use all cores instead.',
  'The packages on the npm registry: nothing is released yet.',
  'Windows and macOS: nothing was run there.',
  'Loaders in the browser for the large data sets.',
  'Valkey instead of Redis under the queue, and shared folders on NFS: not tried.',
];
