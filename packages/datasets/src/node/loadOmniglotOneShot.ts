// r runs, h height, w width
import { RnpError } from '@rnp/errors';
import { createDataset } from '../createDataset.js';
import type { Dataset } from '../dataset.js';
import { type OmniglotManifest, omniglotManifest } from '../manifest/omniglot.js';
import type { OneShotRun } from '../oneShotRun.js';
import { inkPreprocessing } from '../preprocessing.js';
import { readZip } from './archive/readZip.js';
import { cachedFile, cachePath } from './cachedFile.js';
import { defaultDataDir } from './dataDir.js';
import { type LoadOptions, requireLoadOptions } from './loadOptions.js';
import { inkOf, omniglotLimits } from './omniglotImages.js';
import { requireManifest } from './requireManifest.js';

/** How `loadOmniglotOneShot` loads. */
export interface OmniglotOneShotOptions extends Omit<LoadOptions, 'split'> {
  /** Other mirrors, or another data set of the same form. Default `omniglotManifest`. */
  readonly manifest?: OmniglotManifest;
}

const inRun = /^(?:[^/]+\/)?(run\d+)\/(.+)$/;
const runPart = /^(?:(?:training|test)\/[^/]+\.png|class_labels\.txt)$/;
const answersFile = 'class_labels.txt';

/**
 * Loads the 20 runs of one-shot classification of Lake et al. (2015), characters of the evaluation set;
 * images [28, 28, 1], ink = 255, as in `loadOmniglot`. Do not train on them; report their results separately.
 *
 * @throws RnpError RNP_DATA_… for missing or wrong files, RNP_CONFIG for invalid options, RNP_FILE; the
 *   signal's reason when it is aborted
 */
export async function loadOmniglotOneShot(
  options: OmniglotOneShotOptions = {},
): Promise<readonly OneShotRun[]> {
  requireLoadOptions(options, [], ['manifest']);
  const { manifest = omniglotManifest, dataDir = defaultDataDir() } = options;
  requireManifest(manifest, ['background', 'evaluation', 'oneShot']);
  const path = cachePath(dataDir, manifest, manifest.oneShot);
  const bytes = await cachedFile(manifest, manifest.oneShot, { ...options, dataDir, instead: '' });
  const runs = new Map<string, Map<string, Uint8Array>>();
  const entries = readZip(bytes, {
    path,
    limits: omniglotLimits,
    wanted: (name) => inRun.test(name) && !name.startsWith('__MACOSX/'),
    ...(options.signal && { signal: options.signal }),
  });
  for await (const entry of entries) {
    const [, run, part] = inRun.exec(entry.name)!;
    if (!runPart.test(part!)) throw damaged(path, entry.name, 'is nothing that a run has');
    const parts = runs.get(run!) ?? new Map<string, Uint8Array>();
    runs.set(run!, parts.set(part!, entry.bytes));
  }
  if (runs.size !== manifest.oneShot.runs) {
    throw new RnpError(
      'RNP_DATA_MISMATCH',
      `holds ${runs.size} runs, not ${manifest.oneShot.runs}. Delete it and get it again`,
      { path },
    );
  }
  return [...runs.keys()].sort().map((name) => runOf(name, runs.get(name)!, path, manifest));
}

function runOf(
  name: string,
  parts: ReadonlyMap<string, Uint8Array>,
  path: string,
  manifest: OmniglotManifest,
): OneShotRun {
  const training = [...parts.keys()].filter((part) => part.startsWith('training/')).sort();
  const test = [...parts.keys()].filter((part) => part.startsWith('test/')).sort();
  const answers = answersOf(name, parts.get(answersFile), path);
  requireImages(name, answers, parts, path);
  const labels = test.map((part) => training.indexOf(answers.get(part) ?? ''));
  if (training.length === 0 || training.length > 256 || test.length === 0 || labels.includes(-1)) {
    throw damaged(path, `${name}/${answersFile}`, 'does not name a training image for each test image');
  }
  // A class that is no answer would make a run easier or harder than the published one, and nobody would see it.
  const unasked = training.find((_, label) => !labels.includes(label));
  if (unasked !== undefined) throw damaged(path, `${name}/${unasked}`, 'is the answer of no test image');
  const classNames = training.map((part) => part.replace(/^training\/|\.png$/g, ''));
  const [height, width] = manifest.imageShape;
  const dataset = (split: string, images: readonly string[], classes: ArrayLike<number>): Dataset => {
    const pixels = new Uint8Array(images.length * height * width);
    images.forEach((part, index) => {
      const source = { path, entry: `${name}/${part}` };
      pixels.set(inkOf(parts.get(part)!, source, manifest.imageShape), index * height * width);
    });
    return createDataset({
      name: `${manifest.name}-one-shot`,
      split: `${name} ${split}`,
      imageShape: manifest.imageShape,
      images: pixels,
      labels: Uint8Array.from(classes),
      classNames,
      preprocessing: inkPreprocessing(manifest.imageShape),
    });
  };
  return {
    name,
    training: dataset('training', training, [...training.keys()]),
    test: dataset('test', test, labels),
  };
}

/** @throws RnpError where an image that the answers name is not there */
function requireImages(
  name: string,
  answers: ReadonlyMap<string, string>,
  parts: ReadonlyMap<string, Uint8Array>,
  path: string,
): void {
  const lost = [...answers].flat().find((part) => !parts.has(part));
  if (lost !== undefined) throw damaged(path, `${name}/${lost}`, `is missing, and ${answersFile} names it`);
}

/** Lines 'run01/test/item01.png run01/training/class08.png' as a map below the run's folder. */
function answersOf(run: string, file: Uint8Array | undefined, path: string): ReadonlyMap<string, string> {
  const answers = new Map<string, string>();
  for (const line of new TextDecoder().decode(file ?? new Uint8Array()).split(/\r?\n/)) {
    if (line.trim() === '') continue;
    const [test, training, ...more] = line.trim().split(/\s+/);
    const below = `${run}/`;
    if (!test?.startsWith(below) || !training?.startsWith(below) || more.length > 0) {
      throw damaged(path, `${run}/${answersFile}`, `has the line ${JSON.stringify(line.slice(0, 80))}`);
    }
    answers.set(test.slice(below.length), training.slice(below.length));
  }
  return answers;
}

function damaged(path: string, entry: string, complaint: string): RnpError {
  return new RnpError('RNP_DATA_FORMAT', `${complaint}. Get it again`, { path: `${path}: entry ${entry}` });
}
