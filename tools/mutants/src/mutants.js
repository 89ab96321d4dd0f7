/**
 * The defects, a line each, that the suites must catch: of the kinds that numeric and file code really gets. A defect is
 * equivalent to none only by mistake, so every one must be caught.
 *
 * @typedef {object} Mutant
 * @property {string} name what is wrong with it, as a reviewer would say it
 * @property {string} package the package's folder
 * @property {string} file relative to the package; of `assembly/…` the module is compiled anew
 * @property {string} from what stands there, once in the file
 * @property {string} to what is planted
 * @property {string} test the test file that must fail
 * @property {string} caughtBy part of the title of a test that must fail
 */

const placing = [
  {
    name: 'sampler off by half a pixel',
    file: 'src/gatherSample.ts',
    from: 'const qx = tf.mul(tf.add(u, 1), (w - 1) / 2);',
    to: 'const qx = tf.mul(tf.add(u, 1), w / 2);',
    test: 'test/golden.test.ts',
    caughtBy: 'place onto',
  },
  {
    name: 'the same in the kernel',
    file: 'assembly/walk.ts',
    from: 'const ONE: f32 = 1.0;',
    to: 'const ONE: f32 = 1.5;',
    test: 'test/golden.test.ts',
    caughtBy: 'place onto',
  },
  {
    name: 'rows and columns of the patch swapped in the gradient of the map',
    file: 'src/gatherSample.ts',
    from: '([w, h][axis]! - 1) / 2',
    to: '([h, w][axis]! - 1) / 2',
    test: 'test/sampling.test.ts',
    caughtBy: 'finite differences',
  },
  {
    name: 'a missing half in the gradient of the map',
    file: 'src/gatherSample.ts',
    from: '([w, h][axis]! - 1) / 2)',
    to: '([w, h][axis]! - 1))',
    test: 'test/sampling.test.ts',
    caughtBy: 'finite differences',
  },
  {
    name: 'lower taps exchanged',
    file: 'src/gatherSample.ts',
    from: 'const bottom = mix(v10, v11, tx);',
    to: 'const bottom = mix(v11, v10, tx);',
    test: 'test/golden.test.ts',
    caughtBy: 'place onto',
  },
  {
    name: 'translation by the other scale',
    file: 'assembly/affine.ts',
    from: 'store<f32>(matrix, f32(sy * f64(load<f32>(params, 20))), 20);',
    to: 'store<f32>(matrix, f32(sx * f64(load<f32>(params, 20))), 20);',
    test: 'test/golden.test.ts',
    caughtBy: 'affine',
  },
  {
    name: 'sign of the gradient of a rotation',
    file: 'assembly/affine.ts',
    from: 'sy * (g1 * cosine - g4 * sine)',
    to: 'sy * (g1 * cosine + g4 * sine)',
    test: 'test/affine.test.ts',
    caughtBy: 'gradients are those of float64 differences',
  },
  {
    name: 'shear forgotten in plain numbers',
    file: 'src/plainMatrix.ts',
    from: '[(cos + shear * sin) * sx',
    to: '[cos * sx',
    test: 'test/affine.test.ts',
    caughtBy: 'parameters up to',
  },
  {
    name: 'an inverse with the sign of its offset wrong',
    file: 'src/inverseAffine.ts',
    from: 'const offsetY = tf.sub(tf.mul(c, d), tf.mul(a, f));',
    to: 'const offsetY = tf.sub(tf.mul(a, f), tf.mul(c, d));',
    test: 'test/matrices.test.ts',
    caughtBy: 'agree with plain numbers',
  },
].map((one) => ({ package: 'spatial-transformer', ...one }));

const layers = [
  {
    name: 'Adam without the square of its second moment',
    file: 'src/optimiser/plain.ts',
    from: 'tf.mul(tf.square(g), 1 - beta2)',
    to: 'tf.mul(g, 1 - beta2)',
    test: 'test/optimiser/adam.test.ts',
    caughtBy: 'the first two updates, by hand',
  },
  {
    name: 'Adam with epsilon under the root, in the rest of a vector alone',
    file: 'assembly/optimiser/adam.ts',
    from: '(sqrt<f32>(v) + epsilon)',
    to: 'sqrt<f32>(v + epsilon)',
    test: 'test/optimiser/adam.test.ts',
    caughtBy: 'the update of any size',
  },
  {
    name: 'a norm that leaves out the last lanes',
    file: 'assembly/optimiser/adam.ts',
    from: '  for (; i < n; i++) {\n    const v = load<f32>(x + (<usize>i << 2));',
    to: '  for (; i < n - 1; i++) {\n    const v = load<f32>(x + (<usize>i << 2));',
    test: 'test/optimiser/adam.test.ts',
    caughtBy: 'the global norm is over all gradients',
  },
  {
    name: 'unbiased variance in layer normalisation',
    file: 'assembly/layerNorm/layerNorm.ts',
    from: 'return 1 / sqrt<f32>(sum / <f32>c + epsilon);',
    to: 'return 1 / sqrt<f32>(sum / <f32>(c - 1) + epsilon);',
    test: 'test/layerNorm/layer.test.ts',
    caughtBy: 'float64 reference',
  },
  {
    name: 'sign of a term in the gradient of layer normalisation',
    file: 'assembly/layerNorm/layerNorm.ts',
    from: 'f32x4.sub(f32x4.sub(g, meanG), f32x4.mul(u, meanGu))',
    to: 'f32x4.add(f32x4.sub(g, meanG), f32x4.mul(u, meanGu))',
    test: 'test/layerNorm/layer.test.ts',
    caughtBy: 'gradients by finite differences',
  },
  {
    name: 'a bias gradient of one row only',
    file: 'assembly/layerNorm/layerNorm.ts',
    from: 'v128.store(dBeta + at, f32x4.add(v128.load(dBeta + at), slope));',
    to: 'v128.store(dBeta + at, slope);',
    test: 'test/layerNorm/layer.test.ts',
    caughtBy: 'gradients by finite differences',
  },
  {
    name: 'running variance with the biased divisor',
    file: 'src/batchNorm/plain.ts',
    from: 'const divisor = tf.maximum(tf.sub(batch.count, 1), 1);',
    to: 'const divisor = batch.count;',
    test: 'test/batchNorm/layer.test.ts',
    caughtBy: 'moves the running averages by a tenth',
  },
  {
    name: 'moments of workers joined without what lies between them',
    file: 'src/batchNorm/plain.ts',
    from: 'tf.sum(tf.add(m2s, between), 0)',
    to: 'tf.sum(m2s, 0)',
    test: 'test/batchNorm/layer.test.ts',
    caughtBy: 'spread over workers',
  },
  {
    name: 'uniform numbers of 31 bits',
    file: 'src/random.ts',
    from: '(generator.next() >>> 0) / 4294967296',
    to: '(generator.next() >>> 1) / 4294967296',
    test: 'test/random.test.ts',
    caughtBy: 'uniform: in [0, 1), flat',
  },
  {
    name: 'streams that ignore the length of their name',
    file: 'src/random.ts',
    from: 'hash ^= words.length * 4;',
    to: 'hash ^= 4;',
    test: 'test/random.test.ts',
    caughtBy: 'the numbers are pinned',
  },
  {
    name: 'Glorot for the inputs alone',
    file: 'src/initialise.ts',
    from: 'Math.sqrt(6 / (fanIn + fanOut))',
    to: 'Math.sqrt(6 / fanIn)',
    test: 'test/initialise.test.ts',
    caughtBy: 'glorotUniform',
  },
].map((one) => ({ package: 'nn', ...one }));

const generated = [
  {
    name: 'gates of a GRU in another order',
    file: 'src/gruCell.ts',
    from: 'const [reset, update] =',
    to: 'const [update, reset] =',
    test: 'test/cells.test.ts',
    caughtBy: 'a loop in float64',
  },
  {
    name: 'an LSTM that forgets what it should keep',
    file: 'src/lstmCell.ts',
    from: 'const [input, forget, candidate, output] =',
    to: 'const [forget, input, candidate, output] =',
    test: 'test/cells.test.ts',
    caughtBy: 'a loop in float64',
  },
  {
    name: 'a transposed convolution cut on one side only',
    file: 'src/hyperConvTranspose.ts',
    from: '        [pad, pad],\n        [pad, pad],',
    to: '        [pad, pad],\n        [2 * pad, 0],',
    test: 'test/hyperConvTranspose.test.ts',
    caughtBy: 'equals the definition',
  },
].map((one) => ({ package: 'hypernet', ...one }));

const decoding = [
  {
    name: 'a policy cell without its activation',
    file: 'src/unrollLevel.ts',
    from: "policyCell = stepCell(config, policyCell, encode(input, policy), policy, 'elu');",
    to: "policyCell = stepCell(config, policyCell, encode(input, policy), policy, 'identity');",
    test: 'test/golden.test.ts',
    caughtBy: 'states, actions, children',
  },
  {
    name: 'the sine of the third quarter',
    file: 'assembly/sine.ts',
    from: '(quadrant & 2) != 0 ? -first : first',
    to: '(quadrant & 2) != 0 ? first : first',
    test: 'test/fusedLevel.test.ts',
    caughtBy: 'angles of any size have their sine',
  },
  {
    name: 'entropy in bits',
    file: 'src/parseMetrics.ts',
    from: '* Math.log(share / all)',
    to: '* Math.log2(share / all)',
    test: 'test/golden.test.ts',
    caughtBy: 'purity and effective children',
  },
  {
    name: 'purity by the mean instead of the maximum',
    file: 'src/parseMetrics.ts',
    from: 'if (value > max) max = value;',
    to: 'max += (value - max) / 2;',
    test: 'test/golden.test.ts',
    caughtBy: 'purity and effective children',
  },
  {
    name: 'an overlap penalty of the first level for all',
    file: 'src/overlapPenalty.ts',
    from: 'tf.mul(perImage, weights[k]!)',
    to: 'tf.mul(perImage, weights[0]!)',
    test: 'test/golden.test.ts',
    caughtBy: 'overlap penalty',
  },
  {
    name: 'a patch loss that looks at the whole image at every depth',
    file: 'src/patchLoss.ts',
    from: 'if (k < inner.length - 1) view =',
    to: 'if (k < inner.length - 9) view =',
    test: 'test/patchLoss.test.ts',
    caughtBy: 'views of views',
  },
].map((one) => ({ package: 'recursive-decoder', ...one }));

const loss = [
  {
    name: 'the deviation read as the variance',
    file: 'src/posterior.ts',
    from: 'tf.mul(posterior.logVariance, 0.5)',
    to: 'posterior.logVariance',
    test: 'test/loss.test.ts',
    caughtBy: 'noise is scaled by the deviation',
  },
  {
    name: 'a KL without its one',
    file: 'src/posterior.ts',
    from: 'tf.add(logVariance, 1)',
    to: 'tf.add(logVariance, 0)',
    test: 'test/loss.test.ts',
    caughtBy: 'the KL is',
  },
  {
    name: 'refinement that keeps the last program instead of the best',
    file: 'src/refine.ts',
    from: 'tf.less(error, old.error)',
    to: 'tf.lessEqual(tf.mul(error, 0), old.error)',
    test: 'test/refine.test.ts',
    caughtBy: 'never draws an image worse',
  },
].map((one) => ({ package: 'vae', ...one }));

const files = [
  {
    name: 'a lost fsync of the file',
    file: 'src/node/writeFileAtomic.ts',
    from: '    await writeFile(file, content);\n    await file.sync();',
    to: '    await writeFile(file, content);',
    test: 'test/node/writeFileAtomic.test.ts',
    caughtBy: 'flushed before it takes its name',
  },
  {
    name: 'a lost fsync of the folder',
    file: 'src/node/writeFileAtomic.ts',
    from: '    await folder.sync();',
    to: '',
    test: 'test/node/writeFileAtomic.test.ts',
    caughtBy: 'flushed before it takes its name',
  },
  {
    name: 'a temporary file left after a failure',
    file: 'src/node/writeFileAtomic.ts',
    from: '    await rm(temporary, { force: true }).catch(() => undefined);',
    to: '',
    test: 'test/node/writeFileAtomic.test.ts',
    caughtBy: 'a source that fails half-way',
  },
  {
    name: 'a file that is written where it lies',
    file: 'src/node/writeFileAtomic.ts',
    from: "const temporary = temporaryName(path, 'tmp');\n  try {\n    await mkdir(folder, { recursive: true });\n    await removeStale(folder);",
    to: 'const temporary = path;\n  try {\n    await mkdir(folder, { recursive: true });\n    await removeStale(folder);',
    test: 'test/node/writeFileAtomic.test.ts',
    caughtBy: 'writes and replaces',
  },
  {
    name: 'a lock of another machine taken over',
    file: 'src/node/folderLock.ts',
    from: 'if (holder.host !== hostname()) return false;',
    to: '',
    test: 'test/node/folderLock.test.ts',
    caughtBy: 'a lock of another machine',
  },
  {
    name: 'an unchecked length of a header',
    file: 'src/safetensors/header.ts',
    from: '  if (end > size) {',
    to: '  if (end > size + 8) {',
    test: 'test/safetensors/safetensors.test.ts',
    caughtBy: 'refuses a header longer than the file',
  },
  {
    name: 'tensors that may overlap',
    file: 'src/safetensors/header.ts',
    from: 'if (begin < at) throw',
    to: 'if (begin < 0) throw',
    test: 'test/safetensors/safetensors.test.ts',
    caughtBy: 'refuses an overlap',
  },
  {
    name: 'bfloat16 cut off instead of rounded',
    file: 'src/safetensors/bfloat16.ts',
    from: '(word + 0x7fff + ((word >>> 16) & 1)) >>> 16',
    to: 'word >>> 16',
    test: 'test/safetensors/bfloat16.test.ts',
    caughtBy: 'the nearest is taken',
  },
  {
    name: 'halves that round half-way up',
    file: 'src/safetensors/float16.ts',
    from: '(rest === half && (kept & 1) === 1)',
    to: 'rest === half',
    test: 'test/safetensors/float16.test.ts',
    caughtBy: 'half-way between two halves',
  },
  {
    name: 'big-endian halves',
    file: 'src/safetensors/float16.ts',
    from: 'view.setUint16(2 * i, halfOfWord(word), true);',
    to: 'view.setUint16(2 * i, halfOfWord(word));',
    test: 'test/safetensors/float16.test.ts',
    caughtBy: 'the nearest half is taken',
  },
  {
    name: 'a crash-cut last row that takes the file with it',
    file: 'src/node/jsonLines.ts',
    from: '    } catch {\n      return [];\n    }',
    to: '    } catch (error) {\n      throw error;\n    }',
    test: 'test/node/jsonLines.test.ts',
    caughtBy: 'a last row that was cut off',
  },
].map((one) => ({ package: 'files', ...one }));

const pictures = [
  {
    name: 'luma by another standard',
    file: 'src/luma.ts',
    from: '0.299 * red + 0.587 * green + 0.114 * blue',
    to: '0.2126 * red + 0.7152 * green + 0.0722 * blue',
    test: 'test/fit/fitImage.test.ts',
    caughtBy: 'luma of BT.601',
  },
  {
    name: 'growing by half a pixel to the left',
    file: 'src/resize.ts',
    from: '(index + 0.5) * ratio - 0.5',
    to: 'index * ratio',
    test: 'test/resize.test.ts',
    caughtBy: 'is bilinear where it grows',
  },
  {
    name: 'low bits first in packed rows',
    file: 'src/png/decodePng.ts',
    from: '(8 - depth - (bit & 7))',
    to: '(bit & 7)',
    test: 'test/png/decodePng.test.ts',
    caughtBy: 'colour type',
  },
  {
    name: 'rows of the first pass of an interlaced picture, twice as dense',
    file: 'src/png/inflateRows.ts',
    from: '  [4, 0, 8, 8],',
    to: '  [0, 4, 8, 8],',
    test: 'test/png/decodePng.test.ts',
    caughtBy: 'interlaced',
  },
  {
    name: 'an unchecked checksum of chunks',
    file: 'src/png/pngChunks.ts',
    from: '!== view.getUint32(at + 8 + length))',
    to: '=== -1)',
    test: 'test/png/decodePng.test.ts',
    caughtBy: 'checksum',
  },
].map((one) => ({ package: 'images', ...one }));

const data = [
  {
    name: 'a shuffle that never keeps an item in its place',
    file: 'src/order.ts',
    from: 'uniformInt(generator, 0, i)',
    to: 'uniformInt(generator, 0, i - 1)',
    test: 'test/order.test.ts',
    caughtBy: 'puts every item in every place',
  },
  {
    name: 'the last batch of an epoch left out',
    file: 'src/order.ts',
    from: 'const batches = Math.floor(length / batchSize);',
    to: 'const batches = Math.max(1, Math.floor(length / batchSize) - 1);',
    test: 'test/order.test.ts',
    caughtBy: 'epoch',
  },
  {
    name: 'IDX sizes that are not compared with the bytes',
    file: 'src/idx.ts',
    from: 'if (claimed < held) {',
    to: 'if (claimed < 0n) {',
    test: 'test/idx.test.ts',
    caughtBy: 'left over',
  },
  {
    name: 'drawings stretched instead of turned',
    file: 'src/augment.ts',
    from: 'const map = [cos - slant * sin, sin + slant * cos, -sin, cos] as const;',
    to: 'const map = [cos - slant * sin, sin + slant * cos, sin, cos] as const;',
    test: 'test/augment.test.ts',
    caughtBy: 'a rotation keeps a disc',
  },
].map((one) => ({ package: 'datasets', ...one }));

const maps = [
  {
    name: 'perplexity as an entropy in bits',
    file: 'src/tsneAffinities.ts',
    from: 'Math.log(perplexity)',
    to: 'Math.log2(perplexity)',
    test: 'test/tsneAffinities.test.ts',
    caughtBy: 'perplexity',
  },
].map((one) => ({ package: 'analysis', ...one }));

/** @type {readonly Mutant[]} */
export const mutants = [
  ...placing,
  ...layers,
  ...generated,
  ...decoding,
  ...loss,
  ...files,
  ...pictures,
  ...data,
  ...maps,
];
