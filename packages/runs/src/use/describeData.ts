import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { batchOf, type Dataset, type FolderDescription, folderTable, type Recipe } from '@rnp/datasets';
import {
  dataSource,
  datasetInfo,
  describeFolder,
  type FolderSpec,
  formatFolderSpec,
} from '@rnp/datasets/node';
import { isRnpError, type Wording, worded, wordingOf } from '@rnp/errors';
import { type ImageGrid, imageGrid } from '@rnp/viz';
import { check, checkOptions, isWord, type Look } from '../checks.js';
import { requireDataName } from '../data/dataName.js';
import { splitSpec } from '../data/dataSpec.js';
import { dataTitle } from '../data/dataTitle.js';
import { openData, type Split } from '../data/openData.js';
import { takenAs, takenWording } from '../data/ownPictures.js';
import { UsageError } from '../errors.js';
import { type DataEvent, type NoteEvent, note } from '../events.js';
import { rasterOf, scaleFor } from '../explain/rasters.js';
import { Job, type JobContext } from '../job.js';
import { destinationOf } from '../outputs/destinationOf.js';
import { sheetFiles } from '../outputs/drawingFiles.js';
import { fileName, slug } from '../outputs/fileName.js';
import { writeOutputs } from '../outputs/writeOutputs.js';
import { shownIndices } from '../recipes/ownPictures.js';
import { unlessStopped } from '../run/unlessStopped.js';
import { withBoxes } from './sceneBoxes.js';
import { sceneWords } from './sceneWords.js';
import { outputLooks, type UseOutputs } from './useLooks.js';

/**
 * How `describeData` looks at data. `out` is the name of a PNG of twelve images as a model sees them, or a folder for it; the
 * objects of scenes stand in their boxes.
 * Default: none is written.
 */
export interface DescribeDataOptions extends Partial<UseOutputs> {
  /**
   * Without `out`, the folder for the PNG, which is named `describe-` and the name of the data with its
   * settings. It is not written if another file has this name.
   */
  readonly into?: string;
  /** Time limit in seconds for listing a folder; the folders not listed by then are named. Default: none. */
  readonly maxSeconds?: number;
  /**
   * Ends the description early: the result holds the part that is known, of a data set with a name at least
   * what is known without opening it.
   */
  readonly signal?: AbortSignal;
}

/** The description of a data set with a name. */
export interface NamedDescription {
  readonly name: string;
  /** Number of images to learn from. */
  readonly train: number;
  /** Number of held-out images. */
  readonly test: number;
  /** [height, width, channels] */
  readonly imageShape: readonly [number, number, number];
  /** Names of the classes, by their numbers; empty if there are none, or if they are not known yet. */
  readonly classes: readonly string[];
  /** How it was made of other data sets, such as scenes; left out for what was not, and if it was not opened. */
  readonly recipe?: Recipe;
}

/** The description of the data, reported before the picture is drawn. */
export interface DescribedEvent {
  readonly type: 'described';
  /** The result of `describeFolder` of @rnp/datasets/node, or the description of a data set with a name. */
  readonly description: FolderDescription | NamedDescription;
  /** The same in words, with options that can be written as flags, see `inWords`. */
  readonly rows: readonly (readonly [heading: string, wording: Wording])[];
}

/** The result of `describeData`. */
export interface DescribeDataEnd extends Omit<DescribedEvent, 'type'> {
  /** Whether the signal ended it early. What the time limit left out is in `description.unseen`. */
  readonly stopped: boolean;
  /** Path of the PNG; null if none was written. */
  readonly picture: string | null;
  /** Why the PNG that was asked for was not written; null otherwise. */
  readonly noPicture: Wording | null;
}

/** The progress of `describeData`. */
export type DescribeDataEvent = NoteEvent | DataEvent | DescribedEvent;

const looks: Readonly<Record<keyof DescribeDataOptions, Look>> = Object.freeze({
  ...outputLooks,
  into: isWord,
  maxSeconds: (path, value) => check.number(path, value, 0),
  signal: check.signal,
});

/**
 * Describes how training reads a folder of images or a data set: splits, classes, sizes, background, and the
 * files that are left out, with the reasons.
 *
 * @param data a data set by name, or a folder of images with its settings
 * @returns a job: its events tell the progress and the description, its result the description and the path
 *   of the picture
 * @throws RnpError RNP_CONFIG at once for an unknown option or an invalid value
 * @throws from the job: UsageError or RnpError if there is no such data, or if the PNG cannot be written
 */
export function describeData(
  data: string,
  options: DescribeDataOptions = {},
): Job<DescribeDataEvent, DescribeDataEnd> {
  isWord('data', data);
  checkOptions('options', options, looks);
  return new Job(async (context) => {
    const file = await fileOf(data, options);
    await requireDataName(data);
    const source = await dataSource(data);
    const { images, stopped, ...understood } =
      source.type === 'named'
        ? await describedName(data, context)
        : await describedFolder(source, options.maxSeconds, context);
    context.listen({ type: 'described', ...understood });
    const end = await drawn(data, images, file, options, context.signal);
    return { ...understood, stopped: stopped || end.noPicture === asStopped, ...end };
  }, options.signal);
}

interface Understood extends Omit<DescribeDataEnd, 'picture' | 'noPicture'> {
  /** Null where not all was looked at: opening them would look at it. */
  readonly images: (() => Promise<Dataset>) | null;
}

/** The name of the PNG; null where none is asked for. */
async function fileOf(data: string, { out, into }: DescribeDataOptions): Promise<string | null> {
  const asked = out === undefined ? null : await destinationOf(out, ['.png']);
  if (asked !== null && 'file' in asked) return asked.file;
  const folder = asked?.folder ?? into;
  return folder === undefined ? null : join(folder, `describe-${fileName(titleOf(data))}.png`);
}

/** Other settings are other images: `scenes-count-0-3` of `scenes?count=0-3`. */
function titleOf(data: string): string {
  const settings = splitSpec(data).settings.slice(1);
  return settings === '' ? dataTitle(data) : `${dataTitle(data)}-${slug(settings)}`;
}

const asStopped: Wording = ['none drawn, as it was stopped'];

async function drawn(
  data: string,
  images: Understood['images'],
  file: string | null,
  { out, overwrite = false }: DescribeDataOptions,
  signal: AbortSignal,
): Promise<Pick<DescribeDataEnd, 'picture' | 'noPicture'>> {
  if (file === null) return { picture: null, noPicture: null };
  if (images === null) return { picture: null, noPicture: ['none drawn, as not all was looked at'] };
  // Whoever has heard the description may want no more.
  await setImmediate();
  const opened = signal.aborted ? null : await unlessStopped(images(), signal);
  if (opened === null) return { picture: null, noPicture: asStopped };
  const outputs = sheetFiles('twelve', sheetOf(opened), dataTitle(data));
  try {
    const [picture] = await writeOutputs({ file, ending: '.png' }, outputs, { overwrite });
    return { picture: picture!, noPicture: null };
  } catch (error) {
    // Who only looks a second time has asked for no file.
    if (out !== undefined || !(error instanceof UsageError)) throw error;
    return { picture: null, noPicture: wordingOf(error) };
  }
}

type Context = JobContext<DescribeDataEvent>;

async function describedFolder(
  spec: FolderSpec,
  maxSeconds: number | undefined,
  context: Context,
): Promise<Understood> {
  const { signal, listen } = context;
  const found = await describeFolder(spec.folder, {
    ...spec.options,
    ...(maxSeconds !== undefined && { maxSeconds }),
    enough: signal,
    onProgress: (progress) => listen({ type: 'data', part: 'content', progress }),
  }).catch((error: unknown) => {
    if (!signal.aborted || !isRnpError(error) || error.code !== 'RNP_DATA_FOLDER') throw error;
    listen(note(worded`in what was seen until then: ${wordingOf(error)}`));
    return nothingSeen(spec.folder);
  });
  const taken = takenAs(spec, found, true);
  const whole = found.unseen.length === 0 && !signal.aborted;
  const readable = found.bad.length === 0 ? taken.options : { ...taken.options, skipBad: true };
  return {
    description: found,
    rows: [
      ...folderTable(found).map(([heading, words]) => [heading!, [words!]] as const),
      ...(found.looked === 0 ? [] : [['taken as', takenWording(taken, found)] as const]),
    ],
    stopped: signal.aborted,
    images: whole
      ? () => opened(formatFolderSpec({ folder: spec.folder, options: readable }), 'train', context)
      : null,
  };
}

/** A folder of which nothing was looked at. */
function nothingSeen(folder: string): FolderDescription {
  return {
    folder,
    splits: null,
    train: 0,
    test: 0,
    classes: [],
    looked: 0,
    sizes: [],
    modes: [],
    onPaper: 0,
    paper: false,
    light: 0,
    blank: 0,
    leftOut: [],
    bad: [],
    unseen: ['.'],
  };
}

/** The numbers of objects that there are in scenes, in their order. */
function objectCounts({ labels, classNames = [] }: Dataset): string {
  return [...new Set(labels ?? [])]
    .sort((a, b) => a - b)
    .map((label) => classNames[label])
    .join(', ');
}

async function describedName(name: string, context: Context): Promise<Understood> {
  const { signal } = context;
  const train = await unlessStopped(opened(name, 'train', context), signal);
  const test = train === null ? null : await unlessStopped(opened(name, 'test', context), signal);
  // The list says how many there are, whatever was opened.
  const { splits, imageShape } = (await datasetInfo(name))!;
  const [height, width, channels] = imageShape;
  const classes = train?.classNames ?? [];
  const recipe = train?.recipe;
  const first = classes.slice(0, 12).join(', ');
  const named =
    train?.truth !== undefined
      ? objectCounts(train)
      : classes.length === 0
        ? 'none'
        : `${classes.length}: ${first}`;
  return {
    description: { name, ...splits, imageShape, classes, ...(recipe && { recipe }) },
    rows: [
      ['images', [`${splits.train} to learn from, ${splits.test} held out`]],
      [
        train?.truth === undefined ? 'classes' : 'objects in a scene',
        [train === null ? 'not looked at' : named],
      ],
      ['size', [`${width}×${height} (width × height), ${channels === 3 ? 'colour' : 'grey'}`]],
      ...(recipe?.name === 'scenes' ? [['made with', [sceneWords(recipe)]] as const] : []),
    ],
    stopped: test === null,
    images: train === null || test === null ? null : async () => train,
  };
}

function opened(name: string, part: Split, { signal, listen }: Context): Promise<Dataset> {
  return openData(name, part, {
    signal,
    onProgress: (progress) => listen({ type: 'data', part, progress }),
  });
}

const columns = 6;

/** Some images of a data set, in rows; the objects of scenes in their boxes. */
function sheetOf(data: Dataset): ImageGrid {
  const cells = shownIndices(data.length).map((index) => {
    const image = rasterOf(batchOf(data, [index]), data.imageShape);
    return data.truth === undefined ? image : withBoxes(image, data.truth(index));
  });
  const rows = [cells.slice(0, columns), cells.slice(columns)].filter((row) => row.length > 0);
  return imageGrid({ rows, scale: scaleFor(data.imageShape, 96) });
}
