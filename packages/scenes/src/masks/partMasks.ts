// h height, w width of the canvas
import { RnpError } from '@rnp/errors';
import type { ParseTree } from '@rnp/recursive-decoder';
import { checkOption } from '../checks.js';
import type { SceneExplanation } from '../explained.js';
import { type NodeMask, treeMasks } from './treeMasks.js';

/** How far beyond an object's pixels its parts are looked at: as far as a blur of a pixel reaches. */
const margin = 3;

/**
 * Which pixels of the canvas are an object's, and of these which are each of its parts', and their parts': the object's are those of
 * `figure` that are its own by `owners`, and they are taken apart by `treeMasks`. Siblings have no pixel in common, and children together have their parent's; a pixel of no object
 * is ground. It is computed when asked for: `explainScenes` does not wait for it.
 *
 * @param scene of `explainScenes`
 * @param object its position in `scene.objects`
 * @returns of the object, whose path is [], and of each node of its tree, a parent before its children: masks [h·w]
 * @throws RnpError RNP_CONFIG for what is no explained scene and for an object that it does not have, RNP_PARSE_TREE for what is no tree
 */
export function partMasks(scene: SceneExplanation, object: number): NodeMask[] {
  requireScene(scene);
  if (scene.objects.length === 0) {
    throw new RnpError('RNP_CONFIG', 'has no objects, so there is none to take apart', { path: 'scene' });
  }
  checkOption.wholeNumber('object', object, 0, scene.objects.length - 1);
  const [h, w] = scene.imageShape;
  const { frame, tree } = scene.objects[object]!;
  const isOwn = (at: number): boolean => scene.owners[at] === object + 1 && scene.figure[at] !== 0;
  const box = boxAround(isOwn, h, w);
  const { x0, y0, width, height } = box;
  const within = new Uint8Array(width * height);
  const onCanvas = (at: number): number => (y0 + Math.floor(at / width)) * w + x0 + (at % width);
  for (let at = 0; at < within.length; at++) within[at] = isOwn(onCanvas(at)) ? 1 : 0;
  return treeMasks(inBox(tree, frame, box, [h, w]), { size: [height, width], within }).map(
    ({ path, mask }) => {
      const whole = new Uint8Array(h * w);
      mask.forEach((is, at) => {
        if (is !== 0) whole[onCanvas(at)] = 1;
      });
      return { path, mask: whole };
    },
  );
}

interface Box {
  readonly x0: number;
  readonly y0: number;
  readonly width: number;
  readonly height: number;
}

/** About the pixels that are there, with a margin; a pixel of the canvas where there are none. */
function boxAround(isThere: (at: number) => boolean, h: number, w: number): Box {
  let [left, right, top, bottom] = [w, -1, h, -1];
  for (let at = 0; at < h * w; at++) {
    if (!isThere(at)) continue;
    const [x, y] = [at % w, Math.floor(at / w)];
    [left, right, top, bottom] = [
      Math.min(left, x),
      Math.max(right, x),
      Math.min(top, y),
      Math.max(bottom, y),
    ];
  }
  if (right < 0) return { x0: 0, y0: 0, width: 1, height: 1 };
  const [x0, y0] = [Math.max(0, left - margin), Math.max(0, top - margin)];
  return {
    x0,
    y0,
    width: Math.min(w - 1, right + margin) - x0 + 1,
    height: Math.min(h - 1, bottom + margin) - y0 + 1,
  };
}

/**
 * The tree of a frame as one of the box: both are [-1, 1]² with corners on pixel centres, and the frame lies on the canvas as `drawn` places it.
 */
function inBox(
  tree: ParseTree,
  { x, y, side }: SceneExplanation['objects'][number]['frame'],
  { x0, y0, width, height }: Box,
  [h, w]: readonly [number, number],
): ParseTree {
  // A pixel of the canvas in units of the frame.
  const [across, down] = [unitOf(w, side), unitOf(h, side)];
  const [middleX, middleY] = [x0 + (width - 1) / 2, y0 + (height - 1) / 2];
  const toImage = [
    [(across * (width - 1)) / 2, 0, across * (middleX - x)],
    [0, (down * (height - 1)) / 2, down * (middleY - y)],
  ] as const;
  return { ...tree, root: { ...tree.root, toImage } };
}

function unitOf(length: number, side: number): number {
  return (2 * length) / (side * Math.max(1, length - 1));
}

function requireScene(scene: SceneExplanation): void {
  checkOption.object('scene', scene);
  checkOption.numbers('scene.imageShape', scene.imageShape, 3);
  const [h, w] = scene.imageShape;
  checkOption.wholeNumber('scene.imageShape[0]', h, 1);
  checkOption.wholeNumber('scene.imageShape[1]', w, 1);
  checkOption.bytes('scene.owners', scene.owners);
  checkOption.choice('scene.owners.length', scene.owners.length, [h * w]);
  checkOption.bytes('scene.figure', scene.figure);
  checkOption.choice('scene.figure.length', scene.figure.length, [h * w]);
  checkOption.list('scene.objects', scene.objects, (path, object) => {
    checkOption.object(path, object);
    const { frame, tree } = object as SceneExplanation['objects'][number];
    checkOption.object(`${path}.frame`, frame);
    checkOption.number(`${path}.frame.x`, frame.x);
    checkOption.number(`${path}.frame.y`, frame.y);
    checkOption.number(`${path}.frame.side`, frame.side, Number.MIN_VALUE);
    checkOption.object(`${path}.tree`, tree);
    checkOption.object(`${path}.tree.root`, tree.root);
    checkOption.numbers(`${path}.tree.imageShape`, tree.imageShape, 3);
  });
}
