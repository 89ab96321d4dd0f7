/** What a program of one import must not bring into a bundle, by the name of the package that it is in. */
const engine = '@tensorflow/.*';
const strangers =
  '@tensorflow/tfjs-(converter|layers|data|node).*|@rnp/(datasets|viz|analysis|models|runs|cli)';
const forNode = 'yauzl|@resvg/.*|@fontsource/.*';

const either = (...names) => new RegExp(`^(${names.join('|')})$`);
const importing = (what, from, kilobytes, ...never) => ({ what, from, kilobytes, never: either(...never) });

/**
 * How large a page is allowed to be that imports `what` of a package. Kilobytes are thousands of bytes, minified and gzipped, of
 * all that the page loads at once, TensorFlow.js's engine included; what is imported on demand, such as backends, does not
 * count. Modules of `never` may not be in there with a byte.
 *
 * A limit is a little above what was measured. Raise it only with a reason that the commit tells.
 */
export const limits = [
  importing('*', '@rnp/errors', 3.8, engine),

  importing(
    '*',
    '@rnp/backend',
    91.5,
    strangers,
    '@rnp/(nn|spatial-transformer|hypernet|recursive-decoder|vae)',
  ),

  importing('*', '@rnp/nn', 72, strangers, '@rnp/(spatial-transformer|hypernet|recursive-decoder|vae)'),
  importing('{ createRandom }', '@rnp/nn', 3, engine, '@rnp/backend'),

  importing('*', '@rnp/spatial-transformer', 105.7, strangers, '@rnp/(hypernet|recursive-decoder|vae)'),
  importing(
    '{ place }',
    '@rnp/spatial-transformer',
    104.6,
    strangers,
    '@rnp/(hypernet|recursive-decoder|vae)',
  ),
  importing('{ matrixOf }', '@rnp/spatial-transformer', 2, engine, '@rnp/(backend|nn)'),

  importing('*', '@rnp/hypernet', 96.3, strangers, '@rnp/(spatial-transformer|recursive-decoder|vae)'),

  importing('*', '@rnp/recursive-decoder', 159.3, strangers, '@rnp/vae'),
  importing('{ renderTree }', '@rnp/recursive-decoder', 6.5, engine, '@rnp/(backend|nn|hypernet)'),

  importing('*', '@rnp/vae', 210.9, strangers),
  importing('{ createRnp }', '@rnp/vae', 161.5, strangers),
  importing('*', '@rnp/vae/training', 166.9, strangers),
  importing('*', '@rnp/vae/workers', 25, strangers),

  importing(
    '*',
    '@rnp/models',
    201,
    '@tensorflow/tfjs-(converter|layers|data|node).*',
    '@rnp/(datasets|viz)',
  ),

  importing('*', '@rnp/files', 7, engine),
  importing('{ readSafetensors }', '@rnp/files', 5, engine),

  importing('*', '@rnp/images', 22.4, engine, forNode),
  importing('{ resize }', '@rnp/images', 4, engine, forNode, 'fflate'),

  // `imagesOfFiles` decodes pictures, and `scenes` draws them.
  importing('*', '@rnp/datasets', 39, engine, forNode),
  importing('{ batchOf }', '@rnp/datasets', 3.5, engine, forNode, 'fflate', 'pure-rand'),
  // Ten thousand digits are in it.
  importing('*', '@rnp/datasets/digits', 1450, engine, forNode),

  importing('*', '@rnp/viz', 33.3, engine, forNode),
  importing('{ encodePng }', '@rnp/viz', 8, engine, forNode),

  importing(
    '*',
    '@rnp/runs/recipes',
    4.8,
    engine,
    '@rnp/(backend|vae|models|images|datasets|viz|queue)',
    forNode,
    'zod',
  ),
  // It trains, and parses with a trained model; the digits are imported on demand.
  importing('*', '@rnp/runs/bench', 207.2, '@tensorflow/tfjs-(converter|layers|data|node).*', forNode, 'zod'),
  importing(
    '{ fastestWords }',
    '@rnp/runs/bench',
    4.7,
    engine,
    '@rnp/(backend|vae|models|datasets)',
    forNode,
  ),

  // What @rnp/vae needs, whose trees it infers.
  importing('*', '@rnp/scenes', 194.4, strangers),
  importing('{ objectImages }', '@rnp/scenes', 107.2, strangers, '@rnp/(vae|hypernet|recursive-decoder)'),

  // A saved map is a safetensors file, and the measures of scenes are in it.
  importing('*', '@rnp/analysis', 49, engine),
  importing('{ clusterPurity }', '@rnp/analysis', 1.5, 'umap-js', 'ml-.*'),
];
