import { type FolderDescription, folderLines } from '@rnp/datasets';
import { dataSource, describeFolder, type FolderSpec, formatFolderSpec } from '@rnp/datasets/node';
import { option, type Wording, worded } from '@rnp/errors';
import {
  type DataEvent,
  type Listener,
  type NoteEvent,
  note,
  type WarningEvent,
  warning,
} from '../events.js';
import { countedTraining, fittingOptions, sampledPictures, takenWords } from '../recipes/ownPictures.js';
import { ownPicturesName } from '../recipes/recipes.js';
import { fromRecipe, merge, resolveSettings } from '../settings/settings.js';
import type { SettingSources, Settings } from '../settings/settingTypes.js';
import { counted } from '../words/counted.js';

/** So many pictures show a part often enough that it is learned as one. */
const fewPictures = 60;

export interface OwnPicturesOptions {
  readonly listen: Listener<NoteEvent | WarningEvent | DataEvent>;
  readonly signal: AbortSignal;
}

/**
 * Settings for a folder of one's own pictures: what is understood of it is said, size and background are written into the name of
 * the data, and without another preset that of folders is taken, with as many steps as suit the number of pictures. Other settings stay
 * as they are, and what was asked for wins.
 *
 * @throws RnpError as `describeFolder`
 */
export async function ownPictures(
  settings: Settings,
  sources: SettingSources,
  { listen, signal }: OwnPicturesOptions,
): Promise<Settings> {
  const own = sources.base === undefined ? await ownFolder(settings.data, { signal, listen }) : null;
  if (own === null) return settings;
  const { found } = own;
  for (const line of folderLines(found)) listen(note(line));
  const { recipe, ...others } = sources;
  // Named or not, that preset is the one for a folder.
  const unset = (recipe === undefined || recipe === ownPicturesName) && sources.config === undefined;
  const { taken, data, settings: byCount } = fittingTo(own, unset);
  listen(note(worded`taken as ${takenWording(taken, found)}`));
  const cost = costWords(taken);
  if (cost !== null) listen(warning('large-images', cost));
  if (found.train < fewPictures) {
    listen(
      warning(
        'few-images',
        `${counted(found.train, 'picture')} to learn from ${found.train === 1 ? 'is' : 'are'} few; some hundred show a part often enough that it is learned as one`,
      ),
    );
  }
  if (!unset) return { ...settings, data };
  const fitting = merge(fromRecipe(ownPicturesName), byCount);
  return { ...(await resolveSettings({ ...others, base: fitting })), data };
}

/** A folder of one's own pictures, and what is understood of it. */
export interface OwnFolder {
  readonly spec: FolderSpec;
  readonly found: FolderDescription;
}

/** What is understood of the folder that data names; null for a data set. @throws RnpError as `describeFolder` */
export async function ownFolder(
  data: string,
  { signal, listen }: { readonly signal?: AbortSignal; readonly listen?: Listener<DataEvent> } = {},
): Promise<OwnFolder | null> {
  const spec = await dataSource(data);
  if (spec.type === 'named') return null;
  const found = await describeFolder(spec.folder, {
    ...spec.options,
    sample: sampledPictures,
    ...(signal && { signal }),
    ...(listen && { onProgress: (progress) => listen({ type: 'data', part: 'content', progress }) }),
  });
  return { spec, found };
}

/**
 * How a folder is taken, as the name of the data, and the settings that suit its pictures.
 *
 * @param unset size and steps go by the pictures, as the recipe for folders says nothing of them
 */
export function fittingTo(
  { spec, found }: OwnFolder,
  unset: boolean,
): { readonly taken: FolderSpec; readonly data: string; readonly settings: Partial<Settings> } {
  const taken = takenAs(spec, found, unset);
  const settings = unset ? { training: countedTraining(found.train) } : {};
  return { taken, data: formatFolderSpec(taken), settings };
}

/**
 * A folder with the size and the background that were chosen for its pictures. They stand in the name of the
 * data, so the same images are read again, even if the folder has changed since.
 *
 * @param found the description of the folder by `describeFolder`
 * @param chooseSize whether to choose a size (`sizeFor`) if none is given
 */
export function takenAs(
  { folder, options }: FolderSpec,
  found: FolderDescription,
  chooseSize: boolean,
): FolderSpec {
  return { folder, options: fittingOptions(options, found, chooseSize) };
}

/** From here on a training takes hours where it took minutes. */
const largePixels = 128 * 128;

/** What images of a large size cost, or null for others. A step's time goes with the pixels. */
function costWords({ options: { size: [height, width] = [28, 28] } }: FolderSpec): string | null {
  const pixels = height * width;
  if (pixels <= largePixels) return null;
  const times = Math.round(pixels / (28 * 28));
  return `images of ${width}×${height} (width × height) have ${times} times the pixels of 28×28, and a step takes about ${times} times as long; size=HEIGHTxWIDTH makes them smaller`;
}

/**
 * The size, colours and background of a folder's images in words, and the option that asks for them again. If
 * some pictures cannot be read, the option leaves them out.
 */
export function takenWording(spec: FolderSpec, found: FolderDescription): Wording {
  const { folder, options } = spec;
  const again = found.bad.length === 0 ? spec : { folder, options: { skipBad: true, ...options } };
  return worded`${takenWords(options, found)}: ${option('data', formatFolderSpec(again))}`;
}
