import { join } from 'node:path';
import type { ParseNode, ParseTree } from '@rnp/recursive-decoder';
import type { Energy, PresenceOptions } from '@rnp/vae';
import { outlineSvg, parseTreeSvg, partsFigure } from '@rnp/viz';
import { check, checkOptions, isFlag, isWord, type Look } from '../checks.js';
import { errorWords } from '../explain/errorWords.js';
import { ownCanvas, partsExample } from '../explain/explain.js';
import { type ExplainedImage, explainImages } from '../explain/explainImages.js';
import { partLabels } from '../explain/labels.js';
import { type KeptMask, masksOfTree } from '../explain/masks.js';
import { parsePage } from '../explain/parsePage.js';
import { rasterOf, scaleFor } from '../explain/rasters.js';
import { Job } from '../job.js';
import { groundInput, requireModelOfGround } from '../models/groundInput.js';
import { type ImageInput, isIndex } from '../models/imageInput.js';
import { openModelAndImage } from '../models/nearestModel.js';
import { type OpenedModel, requireRnp } from '../models/openModel.js';
import { type LookFlags, lookLooks, requireCosts } from '../models/partPresence.js';
import { destinationOf } from '../outputs/destinationOf.js';
import { drawingFiles, sheetFiles } from '../outputs/drawingFiles.js';
import { pageEndings, treeEndings } from '../outputs/endings.js';
import { fileName, slug } from '../outputs/fileName.js';
import { labelFile } from '../outputs/labelFile.js';
import { requireFolder } from '../outputs/requireFolder.js';
import { requireMasksKept } from '../outputs/requireMasksKept.js';
import { requireUnread } from '../outputs/requireUnread.js';
import { type Destination, type Outputs, writeOutputs } from '../outputs/writeOutputs.js';
import { version } from '../version.js';
import { counted } from '../words/counted.js';
import { type InferredLook, lookOf } from './modelLook.js';
import { listenersOf, type UseEvent } from './useEvents.js';
import {
  imageLooks,
  outputLooks,
  type UsedImages,
  type UseOptions,
  type UseOutputs,
  useLooks,
} from './useLooks.js';
import { defaultBackends } from './withModel.js';

/**
 * How `parseImage` parses. `model` is by default the trained model that draws the image best; an index is
 * then of the data set 'digits', unless `data` is given. `out` has no default: no file is written without it
 * or `into`.
 */
export interface ParseImageOptions
  extends Partial<UseOptions>,
    Omit<UsedImages, 'class'>,
    Partial<UseOutputs>,
    LookFlags {
  /** Without `out`, the folder in which the outputs get the name of the image. */
  readonly into?: string;
  /**
   * A PNG or JPEG of what is behind the parts, in place of what the program says is there, prepared as the image is: as large as the image's
   * picture, or, of an index, as the model's images. For models with `compositing: 'over'`.
   */
  readonly ground?: string;
  /**
   * Whether the result and `tree.json` have `masks`, which pixels each part draws, and `masks.png` is written: 0 for ground, else the part's
   * place among its siblings, with a palette. With `out` a folder, or a name that ends in .json. Default false.
   */
  readonly masks?: boolean;
}

/** How `exportImage` parses, and the words on its page. */
export interface ExportImageOptions extends Omit<ParseImageOptions, 'masks' | 'ground'> {
  /** Title of the page. Default: the image's name. */
  readonly title?: string;
  /** Origin of the page. Default 'exportImage of @rnp/runs'. */
  readonly command?: string;
}

/**
 * The tree of an image, and how well it explains it, and how it was found: plain JSON, what `tree.json` has. `parseTreeFromJson` of
 * @rnp/recursive-decoder reads the tree of it.
 */
export interface ParsedImage extends ParseTree {
  /** Σ (image − drawing)² over pixels, of the image as it was prepared for the model. */
  readonly squaredError: number;
  /** What the tree costs, by its terms: of pixels, of the top program, of the states and the actions of each level, top first. */
  readonly energy: Energy;
  /** How inference by prediction errors found it; null after one look of the encoder. */
  readonly inferred: Omit<InferredLook, 'type' | 'looks'> | null;
}

/** The result of `parseImage` and `exportImage`. */
export interface ParseImageEnd {
  readonly tree: ParsedImage;
  /** Where they were asked for: of the whole tree, whose path is [], and of each of its parts the pixels of the model's image that it draws. */
  readonly masks?: readonly KeptMask[];
  /** The files that were written. */
  readonly paths: readonly string[];
}

const { class: _, ...ofOneImage } = imageLooks;
const exportLooks: Readonly<Record<keyof Omit<ParseImageOptions, 'masks' | 'ground'>, Look>> = Object.freeze({
  ...useLooks,
  ...ofOneImage,
  ...outputLooks,
  ...lookLooks,
  into: isWord,
});
const looks: Readonly<Record<keyof ParseImageOptions, Look>> = Object.freeze({
  ...exportLooks,
  ground: isWord,
  masks: isFlag,
});

/**
 * Parses an image and writes `tree.json`, and as SVG and PNG the tree, the frames of its parts, and a sheet
 * of them; with `masks` also which pixels are which part's.
 *
 * @param source a PNG or JPEG of any size, or the index of an image in the data
 * @returns a job; its result is the tree and the paths of the files
 * @throws RnpError RNP_CONFIG at once for an unknown option or an invalid value
 * @throws from the job: UsageError or RnpError, naming the source; the signal's reason when it is aborted
 */
export function parseImage(source: string, options: ParseImageOptions = {}): Job<UseEvent, ParseImageEnd> {
  isWord('source', source);
  checkOptions('options', options, looks);
  const named = (name: string, into: string): Destination => ({ folder: join(into, name) });
  return parsed(source, options, treeEndings, named, (_model, input, { explained }, tree, masks) => {
    const picture = rasterOf(input.pixels, tree.imageShape);
    const look = { scale: scaleFor(tree.imageShape, 112), missed: true };
    const parts = partsFigure([partsExample(explained, picture)], look);
    const title = `Parts of ${input.name}`;
    const drawn = parseTreeSvg(tree, (node) => ownCanvas(node, tree), {
      title: `Parse tree of ${input.name}`,
    });
    return {
      // The tree first: it is what a single file is of.
      'tree.json': masks === undefined ? tree : { ...tree, masks },
      ...drawingFiles('tree', drawn),
      ...drawingFiles('frames', outlineSvg(picture, tree, { depth: 1, title })),
      ...sheetFiles('parts', parts, title),
      ...(masks && labelFile('masks', () => partLabels(tree, masks))),
    };
  });
}

/**
 * Parses an image and writes one page that contains everything and loads nothing: the image, its parts in
 * colours, the tree, and the drawing step by step.
 *
 * @param source as `parseImage`
 * @throws as `parseImage`
 */
export function exportImage(source: string, options: ExportImageOptions = {}): Job<UseEvent, ParseImageEnd> {
  isWord('source', source);
  checkOptions('options', options, { ...exportLooks, title: check.text, command: check.text });
  const { title, command = 'exportImage of @rnp/runs', ...rest } = options;
  const named = (name: string, into: string): Destination => ({
    file: join(into, `${name}.html`),
    ending: '.html',
  });
  return parsed(source, rest, pageEndings, named, ({ name: model }, input, { explained, tree }) => ({
    'parse.html': parsePage({
      title: title ?? input.name,
      image: rasterOf(input.pixels, tree.imageShape),
      explained,
      tree,
      model,
      command,
      version,
    }),
  }));
}

/** An image taken apart. @param outputs what is written of it, where anything is */
function parsed(
  source: string,
  options: ParseImageOptions,
  endings: readonly string[],
  named: (name: string, into: string) => Destination,
  outputs: (
    opened: OpenedModel,
    input: ImageInput,
    image: ExplainedImage,
    tree: ParsedImage,
    masks?: readonly KeptMask[],
  ) => Outputs,
): Job<UseEvent, ParseImageEnd> {
  const {
    out,
    into,
    infer,
    presence,
    split = 'test',
    backends = defaultBackends,
    overwrite = false,
  } = options;
  return new Job(async ({ listen, signal }) => {
    const asked = out === undefined ? null : await destinationOf(out, endings, [source]);
    if (options.masks) requireMasksKept(asked);
    if (options.ground !== undefined) {
      requireModelOfGround(options.ground, options.model);
      if (asked !== null && 'file' in asked) await requireUnread(asked.file, [options.ground], 'file');
    }
    const flags = { ...options, split };
    const listeners = listenersOf(listen);
    const { opened, input } = await openModelAndImage(source, flags, backends, listeners);
    try {
      requireCosts(opened, options);
      const known = options.ground;
      const ground = known === undefined ? undefined : await groundInput(opened, input, known, flags);
      const destination = asked ?? (into === undefined ? null : named(outputName(source, input), into));
      if (destination !== null && 'folder' in destination) await requireFolder(destination.folder);
      const [image] = await explainImages(requireRnp(opened), input.pixels, {
        ...(infer !== undefined && { infer }),
        ...(presence && { presence }),
        ...(ground && { ground }),
        signal,
      });
      const { explained } = image!;
      const tree = parsedImage(image!, opened, options);
      const drawn = errorWords(rasterOf(input.pixels, tree.imageShape), explained.picture);
      listeners.onChoice(`drawn ${presence ? `of ${partWords(tree.root, presence)}, ` : ''}with ${drawn}`);
      const masks = options.masks ? masksOfTree(tree) : undefined;
      const end = { tree, ...(masks && { masks }) };
      if (destination === null) return { ...end, paths: [] };
      const files = outputs(opened, input, image!, tree, masks);
      return { ...end, paths: await writeOutputs(destination, files, { overwrite }) };
    } finally {
      opened.model.dispose();
    }
  }, options.signal);
}

/** How many parts of each level that was asked for are there. */
function partWords({ children }: ParseNode, { levels = 1 }: PresenceOptions): string {
  const words = [counted(children.length, 'part')];
  let nodes = children;
  for (let level = 2; level <= levels; level++) {
    nodes = nodes.flatMap((node) => node.children);
    words.push(level === 2 ? counted(nodes.length, 'subpart') : `${nodes.length} of level ${level}`);
  }
  return words.join(', ');
}

/** The long part of a tree comes last. */
function parsedImage(
  { tree: { root, ...tree }, squaredError, energy }: ExplainedImage,
  { model }: OpenedModel,
  flags: LookFlags,
): ParsedImage {
  const look = lookOf(model, flags);
  if (look.type === 'encoder') return { ...tree, squaredError, energy, inferred: null, root };
  const { type: _, looks: __, ...inferred } = look;
  return { ...tree, squaredError, energy, inferred, root };
}

/** What the outputs of an image are called: like its file, or in one word like the data set and the index in it. */
function outputName(source: string, { name }: ImageInput): string {
  return isIndex(source) ? fileName(slug(name)) : fileName(name);
}
