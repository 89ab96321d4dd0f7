import { basename, extname, join } from 'node:path';
import { option, RnpError, type Wording, worded } from '@rnp/errors';
import { type MaskRle, type Raster, resize } from '@rnp/images';
import type { ParseTree } from '@rnp/recursive-decoder';
import { formatMetric, partsFigure, sceneSvg } from '@rnp/viz';
import { check, checkOptions, isCount, isFlag, isWord, type Look } from '../checks.js';
import { explainTree, partsExample } from '../explain/explain.js';
import {
  defaultMaxObjects,
  type ExplainedPicture,
  type ExplainPictureOptions,
  explainPicture,
  isMaxObjects,
} from '../explain/explainPicture.js';
import { type Labels, objectLabels, scaledLabels } from '../explain/labels.js';
import { type KeptMask, objectMasks } from '../explain/masks.js';
import { scaleFor } from '../explain/rasters.js';
import { heard } from '../heard.js';
import { Job } from '../job.js';
import { readPicture } from '../models/imageInput.js';
import { requireRnp } from '../models/openModel.js';
import { destinationOf } from '../outputs/destinationOf.js';
import { drawingFiles, sheetFiles } from '../outputs/drawingFiles.js';
import { treeEndings } from '../outputs/endings.js';
import { fileName } from '../outputs/fileName.js';
import { labelFile } from '../outputs/labelFile.js';
import { requireFolder } from '../outputs/requireFolder.js';
import { requireMasksKept } from '../outputs/requireMasksKept.js';
import { type Outputs, writeOutputs } from '../outputs/writeOutputs.js';
import { counted } from '../words/counted.js';
import { inkLeftLines, inkLeftOf } from './inkLeft.js';
import { listenersOf, type UseEvent } from './useEvents.js';
import { isWholeNumber, outputLooks, type UseOptions, type UseOutputs, useLooks } from './useLooks.js';
import { withModel } from './withModel.js';

/** How `parseObjects` parses. No file is written without `out` or `into`. */
export interface ParseObjectsOptions
  extends Partial<UseOptions>,
    Partial<UseOutputs>,
    Omit<ExplainPictureOptions, 'invert' | 'onProgress'> {
  /** 'auto', 'yes' or 'no': whether dark ink on a light page is meant. Default 'auto'. */
  readonly invert?: string;
  /** Without `out`, the folder in which the outputs get the name of the picture. */
  readonly into?: string;
  /** Whether `masks.png` is written, too: as large as the picture, 0 for ground, else the number of the object, with a palette; `out` is no single picture then. Default false. */
  readonly masks?: boolean;
}

/** An object that was found in a picture. */
export interface ParsedObject {
  /** The middle of its square frame in pixels of the picture, from the middle of the first one, x right, y down; and its side. */
  readonly frame: { readonly x: number; readonly y: number; readonly side: number };
  /** The energy that the canvas would have more without it: half of the squared error. */
  readonly saved: number;
  /** Its parts, in the frame. */
  readonly tree: ParseTree;
  /** The pixels of the canvas that are its own, as COCO's uncompressed RLE (`decodeMask` of @rnp/images). No two objects have one in common. */
  readonly mask: MaskRle;
  /** Of these, those of each part, and of parts of parts: `path` is of child indices from 0. Children have the pixels of their parent together. */
  readonly parts: readonly KeptMask[];
}

/** The objects of a picture. Plain JSON. */
export interface ParsedScene {
  readonly schema: 'rnp-scene';
  readonly version: 1;
  /** [h, w] of the picture. */
  readonly picture: readonly [number, number];
  /** [h, w] of the canvas, in which objects have the size that the model knows. */
  readonly canvas: readonly [number, number];
  /** In the order in which they were found. */
  readonly objects: readonly ParsedObject[];
  /** Over the pixels of the canvas, what the objects leave unexplained. */
  readonly squaredError: number;
  /** Share of the canvas' ink, its pixels brighter than 0.3, that no object draws, 0 to 1: much where objects have very different sizes. */
  readonly inkLeft: number;
}

export interface ParseObjectsEnd {
  readonly scene: ParsedScene;
  /** The files that were written. */
  readonly paths: readonly string[];
}

const inverts: Readonly<Record<string, 'auto' | boolean>> = Object.freeze({
  auto: 'auto',
  yes: true,
  no: false,
});

const looks: Readonly<Record<keyof ParseObjectsOptions, Look>> = Object.freeze({
  ...useLooks,
  ...outputLooks,
  maxObjects: isMaxObjects,
  size: isCount,
  infer: isWholeNumber,
  invert: (path, value) => check.choice(path, value, Object.keys(inverts)),
  into: isWord,
  masks: isFlag,
});

/** Single drawings, light on black: what the objects of a page are. */
const defaultModel = 'mnist';
/** The longer side of the picture as it is drawn: a photograph would make a drawing of megabytes. */
const shownSide = 1024;

/**
 * Finds the objects of a picture, such as the digits on a page, and takes each apart: writes `tree.json` with the frame, the tree and the masks of
 * each, and as SVG and PNG the picture with their frames and those of their parts, and a sheet of their parts.
 *
 * @param source a PNG or JPEG
 * @returns a job; its result is the objects and the paths of the files
 * @throws RnpError RNP_CONFIG at once for an unknown option or an invalid value
 * @throws from the job: UsageError or RnpError: RNP_IMAGE_BLANK for a page with nothing on it, RNP_CONFIG for a `size` that does not fit
 *   the picture; the signal's reason when it is aborted
 */
export function parseObjects(
  source: string,
  options: ParseObjectsOptions = {},
): Job<UseEvent, ParseObjectsEnd> {
  isWord('source', source);
  checkOptions('options', options, looks);
  const { out, into, model = defaultModel, backends, overwrite = false, masks = false } = options;
  const { invert = 'auto', maxObjects, size, infer } = options;
  return new Job(async ({ listen, signal }) => {
    const asked = out === undefined ? null : await destinationOf(out, treeEndings, [source]);
    if (masks) requireMasksKept(asked);
    const destination = asked ?? (into === undefined ? null : { folder: join(into, nameOf(source)) });
    if (destination !== null && 'folder' in destination) await requireFolder(destination.folder);
    const listeners = listenersOf(listen);
    return withModel(model, backends, listeners, async (opened) => {
      const rnp = requireRnp(opened);
      const picture = await readPicture(source, 'auto', listeners.onNote);
      signal.throwIfAborted();
      const explained = await explainPicture(rnp, picture, {
        invert: inverts[invert]!,
        ...(maxObjects !== undefined && { maxObjects }),
        ...(size !== undefined && { size }),
        ...(infer !== undefined && { infer }),
        signal,
      });
      if (explained === null) throw noInk(source);
      const scene = parsedScene(picture, explained);
      for (const line of linesOf(source, opened.name, explained, scene, maxObjects)) listeners.onChoice(line);
      if (destination === null) return { scene, paths: [] };
      // Whoever has read these lines may have seen enough.
      await heard(signal);
      const outputs = {
        ...outputsOf(source, picture, scene),
        ...(masks && labelFile('masks', () => labelsOf(explained, picture))),
      };
      const paths = await writeOutputs(destination, outputs, { overwrite, signal });
      return { scene, paths };
    });
  }, options.signal);
}

/** What the outputs are called. */
function nameOf(source: string): string {
  return fileName(basename(source, extname(source)));
}

function noInk(source: string): RnpError {
  const advice = worded`there is no ink in it: nothing stands out from the page; give a picture with more contrast, or say with ${option('invert')} whether ink is dark`;
  return new RnpError('RNP_IMAGE_BLANK', advice, { path: source });
}

/** From pixels of the canvas to those of the picture; their edges lie together. */
function parsedScene(
  { width, height }: Raster<Uint8Array>,
  { canvas, scene }: ExplainedPicture,
): ParsedScene {
  const [across, down] = [width / canvas.width, height / canvas.height];
  return {
    schema: 'rnp-scene',
    version: 1,
    picture: [height, width],
    canvas: [canvas.height, canvas.width],
    objects: scene.objects.map(({ frame, saved, tree }, i) => ({
      frame: scaledFrame(frame, across, down),
      saved,
      tree,
      ...objectMasks(scene, i),
    })),
    squaredError: scene.squaredError,
    inkLeft: inkLeftOf({ scene, canvas }),
  };
}

/** A frame on the same picture in another size: pixels are squares, whose middles are whole numbers. */
function scaledFrame(
  { x, y, side }: ParsedObject['frame'],
  across: number,
  down: number,
): ParsedObject['frame'] {
  return {
    x: (x + 0.5) * across - 0.5,
    y: (y + 0.5) * down - 0.5,
    side: side * Math.sqrt(across * down),
  };
}

/** The count, and a line for each object. */
function linesOf(
  source: string,
  model: string,
  { inverted, size }: ExplainedPicture,
  { objects, inkLeft }: ParsedScene,
  maxObjects: number = defaultMaxObjects,
): Wording[] {
  const page = inverted ? 'dark ink' : 'light ink';
  const advice = worded`(another size: ${option('size')})`;
  return [
    worded`${source}: ${counted(objects.length, 'object')} found by ${model}, in ${page} about ${Math.round(size)} pixels large ${advice}`,
    ...(objects.length === maxObjects
      ? [[`no more were looked for than ${maxObjects}: there may be others`]]
      : []),
    ...inkLeftLines(inkLeft, size),
    ...objects.map(({ frame, saved, tree }, i) => [
      `object ${i + 1}: in a frame of ${Math.round(frame.side)} pixels about (${Math.round(frame.x)}, ${Math.round(frame.y)}), of ${counted(tree.root.children.length, 'part')}, saves ${formatMetric(saved)}`,
    ]),
  ];
}

function outputsOf(source: string, picture: Raster<Uint8Array>, scene: ParsedScene): Outputs {
  const by = Math.min(1, shownSide / Math.max(picture.width, picture.height));
  const length = (pixels: number): number => Math.max(1, Math.round(pixels * by));
  const shown = resize(picture, length(picture.width), length(picture.height));
  // Of a strip the shorter side is a few whole pixels: the two sides are scaled a little differently.
  const [across, down] = [shown.width / picture.width, shown.height / picture.height];
  const objects = scene.objects.map((object) => ({
    ...object,
    frame: scaledFrame(object.frame, across, down),
  }));
  const title = `Objects of ${nameOf(source)}`;
  return {
    'tree.json': scene,
    ...drawingFiles('objects', sceneSvg(shown, objects, { title })),
    ...(objects.length > 0 && partFiles(scene, `Parts of the objects of ${nameOf(source)}`)),
  };
}

/** Which pixels of the picture are which object's. */
function labelsOf({ scene }: ExplainedPicture, { width, height }: Raster<Uint8Array>): Labels {
  return scaledLabels(objectLabels(scene), width, height);
}

/** A row for each object. */
function partFiles({ objects }: ParsedScene, title: string): Outputs {
  const examples = objects.map(({ tree }) => partsExample(explainTree(tree)));
  return sheetFiles(
    'parts',
    partsFigure(examples, { scale: scaleFor(objects[0]!.tree.imageShape, 112) }),
    title,
  );
}
