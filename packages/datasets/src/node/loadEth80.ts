// h height, w width, 3 channels
import { decodePng, resize } from '@rnp/images';
import { createDataset } from '../createDataset.js';
import type { Dataset } from '../dataset.js';
import { type Eth80Manifest, eth80Manifest } from '../manifest/eth80.js';
import { pictureStack } from '../pictures/pictureStack.js';
import { requireSplit } from '../requireSplit.js';
import { defaultDataDir } from './dataDir.js';
import { type Eth80View, eth80Views } from './eth80Files.js';
import { type LoadOptions, requireLoadOptions } from './loadOptions.js';
import { imageError, pathOf } from './pictureSource.js';
import { requireManifest } from './requireManifest.js';

/** How `loadEth80` loads. */
export interface Eth80Options extends LoadOptions {
  /** Another data set of the same form. Default `eth80Manifest`. */
  readonly manifest?: Eth80Manifest;
}

/**
 * Loads ETH-80: ten objects of each of eight classes, 41 views of each; [50, 50, 3], the object on black by
 * its mask, which is applied before the picture is reduced. Splits are by object: the last two of each class,
 * by their number, are the test set. 2,624 views of 64 objects to train, 656 of 16 to test.
 *
 * @returns images in the order of class, object, angles; `labels` are the classes, `groups` the objects of
 *   the split
 * @throws RnpError RNP_DATA_… for missing or wrong files, RNP_CONFIG for invalid options, RNP_FILE; the
 *   signal's reason when it is aborted
 */
export async function loadEth80(options: Eth80Options): Promise<Dataset> {
  requireLoadOptions(options, ['split'], ['manifest']);
  const { split, manifest = eth80Manifest, dataDir = defaultDataDir() } = options;
  requireManifest(manifest, ['archive']);
  const { name, classNames, imageShape } = manifest;
  requireSplit(name, split);
  const views = await eth80Views(manifest, { ...options, dataDir });
  const heldOut = new Set(classNames.flatMap((className) => lastObjects(views, className, manifest)));
  const chosen = views.filter(({ object }) => heldOut.has(object) === (split === 'test'));
  const [height, width, channels] = imageShape;
  const images = await pictureStack(
    height * width * channels,
    (index) => masked(chosen[index]!, width, height),
    { ...options, file: `${name} ${split}`, total: chosen.length },
  );
  const objects = [...new Set(chosen.map(({ object }) => object))];
  return createDataset({
    name,
    split,
    imageShape,
    images,
    labels: Uint8Array.from(chosen, ({ className }) => classNames.indexOf(className)),
    classNames,
    groups: Uint8Array.from(chosen, ({ object }) => objects.indexOf(object)),
    groupNames: objects,
  });
}

function lastObjects(
  views: readonly Eth80View[],
  className: string,
  { heldOutPerClass }: Eth80Manifest,
): readonly string[] {
  const own = views.filter((view) => view.className === className).map(({ object }) => object);
  return [...new Set(own)].slice(-heldOutPerClass);
}

/** The object on black, [h, w, 3]. */
async function masked({ picture, map }: Eth80View, width: number, height: number): Promise<Uint8Array> {
  const view = decodePng(await picture.read(), { path: pathOf(picture.source) });
  const mask = decodePng(await map.read(), { path: pathOf(map.source) });
  if (view.channels !== 3) throw imageError(picture.source, 'is grey; views of ETH-80 are in colour');
  if (mask.width !== view.width || mask.height !== view.height) {
    throw imageError(
      map.source,
      `has ${mask.width}×${mask.height} pixels, its view ${view.width}×${view.height}; get both again`,
    );
  }
  const data = new Uint8Array(view.data);
  for (let pixel = 0; pixel < mask.width * mask.height; pixel++) {
    if (mask.data[pixel * mask.channels]! <= 127) data.fill(0, pixel * 3, pixel * 3 + 3);
  }
  return resize({ ...view, data }, width, height).data;
}
