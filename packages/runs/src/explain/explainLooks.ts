// h, w, c of the model's images

import { batchOf, type Dataset } from '@rnp/datasets';
import { shown } from '@rnp/errors';
import { checkRaster } from '@rnp/images';
import type { ParseNode, ParseTree } from '@rnp/recursive-decoder';
import type { Model, Network } from '@rnp/vae';
import type { Raster } from '@rnp/viz';
import { check, isCount, type Look, refused } from '../checks.js';

/** [h, w, c] */
export const isShape: Look = (path, value) => {
  check.list(path, value, isCount);
  check.choice(`${path}.length`, (value as readonly number[]).length, [3]);
};

export const areFloats: Look = (path, value) => {
  // By its name: one of another frame or context is of another class.
  if (Object.prototype.toString.call(value) !== '[object Float32Array]')
    throw refused(path, `must be a Float32Array, not ${shown(value)}`);
};

/** One image [h·w·c] as a model takes it. */
export function isImageOf({ network }: Model<Network>): Look {
  const [height, width, channels] = network.imageShape;
  return (path, value) => {
    areFloats(path, value);
    check.choice(`${path}.length`, (value as Float32Array).length, [height * width * channels]);
  };
}

/** A list with one entry at least. */
export function areSome(look: Look): Look {
  return (path, value) => {
    check.list(path, value, look);
    if ((value as readonly unknown[]).length === 0) throw refused(path, 'must hold one at least');
  };
}

/** Two images. */
export function isPairOf(model: Model<Network>): Look {
  const isImage = isImageOf(model);
  return (path, value) => {
    check.list(path, value, isImage);
    check.choice(`${path}.length`, (value as readonly unknown[]).length, [2]);
  };
}

/** A data set of images that a model takes. */
export function isDataOf({ network }: Model<Network>): Look {
  return (path, value) => {
    check.object(path, value);
    // Looks at all of a data set.
    batchOf(value as Dataset, []);
    const [given, taken] = [(value as Dataset).imageShape, network.imageShape].map((shape) =>
      shape.join('×'),
    );
    if (given !== taken)
      throw refused(`${path}.imageShape`, `is ${given}, and the model takes images of ${taken}`);
  };
}

export const isRaster: Look = (path, value) => void checkRaster(value as Raster, path);

/** A tree, as far as it is walked over without `renderTree`, which looks at all else. */
export const isTree: Look = (path, value) => {
  check.object(path, value);
  const { imageShape, root } = value as ParseTree;
  isShape(`${path}.imageShape`, imageShape);
  isNode(`${path}.root`, root);
  for (const [i, part] of root.children.entries()) isNode(`${path}.root.children[${i}]`, part);
};

const isNode: Look = (path, value) => {
  check.object(path, value);
  check.list(`${path}.children`, (value as ParseNode).children, check.object);
};

export const isExplained: Look = (path, value) => {
  check.options(path, value, ['picture', 'tree']);
  const { picture, tree } = value as Readonly<Record<string, unknown>>;
  isRaster(`${path}.picture`, picture);
  if (tree !== null) isTree(`${path}.tree`, tree);
};
