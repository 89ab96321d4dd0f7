import { type ArgumentChecks, argumentChecks, RnpError } from '@rnp/errors';
import type { ImageShape } from '../decoderConfig.js';
import { patchChannels } from '../leaf/patchChannels.js';
import {
  type Action,
  type AffineRows,
  type ParseNode,
  type ParseTree,
  type Patch,
  type PredictedNode,
  parseTreeSchema,
  parseTreeVersion,
  type SilentStep,
} from './parseTree.js';

/** No model is this deep; a bound keeps hostile data from exhausting the stack. */
const maxLevel = 64;
const maxSide = 1 << 16;
/** Of an image, channels counted in: 800 MB when it is drawn. */
const maxValues = 3 * (1 << 26);

const check: ArgumentChecks = /* @__PURE__ */ argumentChecks(
  (path, complaint) => new RnpError('RNP_PARSE_TREE', complaint, { path }),
);

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads a parse tree from JSON text, or checks the result of `JSON.parse`. The result is a new object with only the
 * schema's fields.
 *
 * @throws RnpError RNP_PARSE_TREE whose `path` leads to the trouble, e.g. `root.children[2].patch`
 */
export function parseTreeFromJson(json: unknown): ParseTree {
  const tree = fields(typeof json === 'string' ? parsed(json) : json, 'tree');
  if (tree.schema !== parseTreeSchema) {
    throw new RnpError('RNP_PARSE_TREE', `must be '${parseTreeSchema}'; is this file a parse tree?`, {
      path: 'schema',
    });
  }
  if (tree.version !== parseTreeVersion) {
    throw new RnpError(
      'RNP_PARSE_TREE',
      `must be ${parseTreeVersion}; a newer one needs a newer @rnp/recursive-decoder`,
      { path: 'version' },
    );
  }
  const imageShape = shapeOf(tree.imageShape, 'imageShape');
  const border = borderOf(tree.border);
  const compositing = compositingOf(tree.compositing);
  const channels = patchChannels({ imageShape, compositing });
  if (tree.ground !== undefined && compositing !== 'over')
    throw new RnpError(
      'RNP_PARSE_TREE',
      "is behind parts that are summed; leave it out, or say compositing 'over'",
      {
        path: 'ground',
      },
    );
  const depth = integer(fields(tree.root, 'root').level, 'root.level', 0, maxLevel);
  const root = nodeOf(tree.root, 'root', { level: depth, step: 0, channels });
  const soft = border === 'soft' ? { border } : {};
  const over = compositing === 'over' ? { compositing } : {};
  const ground = tree.ground === undefined ? {} : { ground: patchOf(tree.ground, 'ground', imageShape[2]) };
  return {
    schema: parseTreeSchema,
    version: parseTreeVersion,
    imageShape,
    ...soft,
    ...over,
    ...ground,
    root,
  };
}

/** How frames end: cut off, unless a tree says else. */
export function borderOf(value: unknown): 'hard' | 'soft' {
  if (value === undefined) return 'hard';
  check.choice('border', value, ['hard', 'soft']);
  return value as 'hard' | 'soft';
}

/** How parts are drawn together: summed up, unless a tree says else. */
export function compositingOf(value: unknown): 'sum' | 'over' {
  if (value === undefined) return 'sum';
  check.choice('compositing', value, ['sum', 'over']);
  return value as 'sum' | 'over';
}

interface Expected {
  readonly level: number;
  readonly step: number;
  readonly channels: number;
}

function nodeOf(value: unknown, path: string, expected: Expected): ParseNode {
  const node = fields(value, path);
  const level = integer(node.level, `${path}.level`, expected.level, expected.level);
  const step = integer(node.step, `${path}.step`, expected.step, expected.step);
  const isRoot = step === 0;
  if (isRoot && (node.action !== null || node.toParent !== null)) {
    throw new RnpError('RNP_PARSE_TREE', 'a root has neither action nor toParent; both must be null', {
      path,
    });
  }
  const read = {
    level,
    step,
    program: finiteList(node.program, `${path}.program`),
    action: isRoot ? null : (finiteList(node.action, `${path}.action`, 6) as unknown as Action),
    toParent: isRoot ? null : rowsOf(node.toParent, `${path}.toParent`),
    toImage: rowsOf(node.toImage, `${path}.toImage`),
    ...(node.predicted !== undefined && {
      predicted: predictedOf(node.predicted, `${path}.predicted`, isRoot),
    }),
  };
  const children = array(node.children, `${path}.children`);
  const silent = silentOf(node.silent, `${path}.silent`, level, children.length);
  if (level === 0) {
    if (children.length > 0)
      throw new RnpError('RNP_PARSE_TREE', 'must be empty at level 0, the leaves', {
        path: `${path}.children`,
      });
    return { ...read, patch: patchOf(node.patch, `${path}.patch`, expected.channels), children: [] };
  }
  const absent = new Set(silent.map(({ step: missing }) => missing));
  const steps = Array.from({ length: children.length + silent.length }, (_, i) => i + 1);
  const there = steps.filter((one) => !absent.has(one));
  const below = Array.from(children, (child, i) =>
    nodeOf(child, `${path}.children[${i}]`, {
      level: level - 1,
      step: there[i]!,
      channels: expected.channels,
    }),
  );
  const patch =
    node.patch === undefined ? {} : { patch: patchOf(node.patch, `${path}.patch`, expected.channels) };
  return { ...read, ...patch, children: below, ...(silent.length > 0 && { silent }) };
}

/** Steps of absent children, which rise and fill the gaps between those of the children. */
function silentOf(value: unknown, path: string, level: number, children: number): SilentStep[] {
  if (value === undefined) return [];
  const list = array(value, path);
  if (level === 0 && list.length > 0)
    throw new RnpError('RNP_PARSE_TREE', 'must be empty at level 0, the leaves', { path });
  let last = 0;
  return Array.from(list, (entry, i) => {
    const at = `${path}[${i}]`;
    const { step, program, action } = fields(entry, at);
    last = integer(step, `${at}.step`, last + 1, children + i + 1);
    return {
      step: last,
      program: finiteList(program, `${at}.program`),
      action: finiteList(action, `${at}.action`, 6) as unknown as Action,
    };
  });
}

function predictedOf(value: unknown, path: string, isRoot: boolean): PredictedNode {
  if (isRoot) {
    throw new RnpError('RNP_PARSE_TREE', 'no program says what a root is; leave it out', { path });
  }
  const { program, action } = fields(value, path);
  return {
    program: finiteList(program, `${path}.program`),
    action: finiteList(action, `${path}.action`, 6) as unknown as Action,
  };
}

export function patchOf(value: unknown, path: string, channels: number): Patch {
  const patch = fields(value, path);
  const shape = shapeOf(patch.shape, `${path}.shape`);
  if (shape[2] !== channels) {
    throw new RnpError(
      'RNP_PARSE_TREE',
      `must be ${channels}, as many channels as ${path === 'ground' ? 'the image has' : 'patches of this tree have'}`,
      {
        path: `${path}.shape[2]`,
      },
    );
  }
  return { shape, data: finiteList(patch.data, `${path}.data`, shape[0] * shape[1] * shape[2]) };
}

export function rowsOf(value: unknown, path: string): AffineRows {
  const rows = array(value, path);
  if (rows.length !== 2) throw new RnpError('RNP_PARSE_TREE', 'must be two rows of three numbers', { path });
  return [
    finiteList(rows[0], `${path}[0]`, 3),
    finiteList(rows[1], `${path}[1]`, 3),
  ] as unknown as AffineRows;
}

export function shapeOf(value: unknown, path: string): ImageShape {
  const shape = array(value, path);
  if (shape.length !== 3) throw new RnpError('RNP_PARSE_TREE', 'must be [height, width, channels]', { path });
  const side = (i: number): number => integer(shape[i], `${path}[${i}]`, 1, maxSide);
  const read: ImageShape = [side(0), side(1), side(2)];
  if (read[0] * read[1] * read[2] > maxValues) {
    throw new RnpError('RNP_PARSE_TREE', `${read.join('×')} is more than ${maxValues} numbers`, { path });
  }
  return read;
}

function finiteList(value: unknown, path: string, length?: number): number[] {
  const list = array(value, path);
  if (length !== undefined && list.length !== length) {
    throw new RnpError('RNP_PARSE_TREE', `has ${list.length} numbers where ${length} are needed`, { path });
  }
  return Array.from(list, (entry, i) => {
    if (typeof entry !== 'number' || !Number.isFinite(entry)) {
      throw new RnpError('RNP_PARSE_TREE', 'must be a finite number', { path: `${path}[${i}]` });
    }
    return entry;
  });
}

function integer(value: unknown, path: string, min: number, max: number): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < min || value > max) {
    throw new RnpError(
      'RNP_PARSE_TREE',
      min === max ? `must be ${min}` : `must be a whole number from ${min} to ${max}`,
      { path },
    );
  }
  return value;
}

export function array(value: unknown, path: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new RnpError('RNP_PARSE_TREE', 'must be a list', { path });
  return value;
}

export function fields(value: unknown, path: string): Fields {
  check.object(path, value);
  return value as Fields;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new RnpError('RNP_PARSE_TREE', `is no JSON (${(error as Error).message})`, { path: 'tree' });
  }
}
