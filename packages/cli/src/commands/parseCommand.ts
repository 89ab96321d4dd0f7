import { stat } from 'node:fs/promises';
import { UsageError } from '@rnp/runs';
import { corpusSettings } from '@rnp/runs/corpus';
import { isIndex } from '@rnp/runs/models';
import { type ParseImageOptions, parseImage, parseObjects, treeEndings } from '@rnp/runs/use';
import { type Command, Option } from 'commander';
import { ExampleCommand } from '../commandLine/exampleCommand.js';
import {
  backendOption,
  countOption,
  given,
  jsonOption,
  objectsOptions,
  oneImageOptions,
  outputOptions,
  wholeNumber,
} from '../options/options.js';
import { presenceFlags, type TypedPresence } from '../options/presenceFlags.js';
import { queueOptions } from '../options/queueOptions.js';
import { type ParseFolderFlags, parseFolder } from '../sessions/corpusSession.js';
import { dashed } from '../terminal/inFlags.js';
import { printJson, printLines } from '../terminal/print.js';
import { told } from '../terminal/told.js';

interface ParseFlags extends ParseImageOptions, ParseFolderFlags, TypedPresence {
  readonly index?: number;
  readonly objects?: number;
  readonly size?: number;
}

const { shardSize } = corpusSettings;

/** What is for one image alone, and for a folder alone. */
const imageOptions = Object.freeze([
  ...['data', 'split', 'presence', 'presenceLevels'],
  ...['ground', 'objects', 'size', 'masks'],
]);
const folderOptions = Object.freeze(['shardSize', 'merge', 'queue', 'store']);
/** What does not go with --objects: the ink of a page is taken as it is, each object with all parts. */
const withoutObjects = Object.freeze([
  ...['index', 'data', 'split', 'presence', 'presenceLevels', 'ground'],
  ...['fit', 'ink', 'background'],
]);

/** @param command what was typed, for a corpus's manifest */
export function parseCommand(command: string): Command {
  const parse = new ExampleCommand('parse')
    .summary('parse an image, or a folder of images, into trees of parts')
    .description(
      'Parses an image: writes its parse tree as JSON; and the tree, the frames of the parts, and a sheet of the parts as SVG and PNG.\n\nFor a folder, parses the PNG and JPEG files in it and in its subfolders: writes a tree for each as JSON Lines, in shards, and manifest.json at the end. If it was stopped or killed, the same command continues.',
    )
    .argument('[image]', 'a PNG or JPEG of any size, the index of an image in --data, or a folder of images')
    .takes(
      ...oneImageOptions('; for one image at a time, not for a folder, nor with --objects'),
      new Option(
        '--ground <picture>',
        'a PNG or JPEG of what is behind the parts, the same view without them, for a model trained with compositing=over (default: what the model draws there)',
      ),
      ...objectsOptions(),
      new Option(
        '--masks',
        'also say which pixels each part has: masks in tree.json, which that of --objects always has, and masks.png, whose pixels are the numbers of parts, or of objects; 0 is ground; --out is a folder, or ends in .json',
      ),
      countOption('--index <n>', 'index of an image in --data, instead of [image]', 0),
      ...outputOptions(
        'tree.json and pictures, or of a folder’s trees',
        treeEndings,
        'parse/ or corpus/ and the name of the image or folder',
        'replace existing files with other content; for a folder, its trees',
      ),
      new Option(
        '--shard-size <n>',
        `for a folder: ${shardSize.meaning} (default: ${shardSize.default})`,
      ).argParser(wholeNumber(shardSize.values.min!, shardSize.values.max)),
      new Option('--merge', 'for a folder: also write all shards into one file, trees.jsonl'),
      ...queueOptions(),
      backendOption(),
      jsonOption('print the tree as JSON, and write files only with --out; for a folder, print its manifest'),
    )
    .examples([
      'parse drawing.png',
      'parse drawing.png --model omniglot --infer 50 --out letter',
      'parse one.png --model mnist --presence',
      'parse one.png --model mnist --presence --presence-levels 2',
      'parse page.jpg --objects',
      'parse photo.jpg --model runs/photos --out tree.svg',
      'parse scans --model mnist --out corpus/scans',
      'parse 7 --model runs/quick-start',
      'parse 7 --model runs/quick-start --data mnist --json > tree.json',
    ]);
  return parse.action((image: string | undefined) => run(image, parse, command));
}

async function run(image: string | undefined, options: Command, command: string): Promise<void> {
  const flags = options.opts<ParseFlags>();
  if ((image === undefined) === (flags.index === undefined)) {
    // A number after one of these is its value, not an image's index.
    const before = (['presence', 'objects', 'infer'] as const).find((name) => flags[name] !== undefined);
    const swallowed = image === undefined && before !== undefined ? `; it stands before --${before}` : '';
    throw new UsageError(
      `give one image or folder: a PNG or JPEG, or the index of an image in --data${swallowed}`,
    );
  }
  const source = image ?? String(flags.index);
  const folder = !isIndex(source) && (await isFolder(source));
  for (const name of folder ? imageOptions : folderOptions) {
    if (options.getOptionValueSource(name) === 'cli') throw strayOption(name, source, folder);
  }
  const {
    index: _,
    data,
    split,
    presence,
    presenceLevels,
    ground,
    objects,
    size,
    masks,
    ...ofFolder
  } = flags;
  if (objects !== undefined) return parseScene(source, flags, options);
  if (size !== undefined) throw new UsageError('--size is for --objects; give both, or none');
  if (folder) return parseFolder(source, ofFolder, command);
  // None of these is given for an image, as was seen above.
  const { shardSize: _1, merge: _2, queue: _3, store: _4, json = false, ...ofImage } = ofFolder;
  // Who asks for the tree alone has asked for no file.
  const into = json ? {} : { into: 'parse' };
  const job = parseImage(source, {
    ...ofImage,
    ...into,
    ...presenceFlags(given({ presence, presenceLevels })),
    ...given({ data, split, ground, masks }),
  });
  const { tree, masks: found, paths } = await told(job, { json });
  if (json) printJson(found === undefined ? tree : { ...tree, masks: found });
  else printLines(paths);
}

/** What is said of an option that is for one image, or for a folder, alone; each image of a folder can be parsed by itself. */
function strayOption(name: string, source: string, folder: boolean): UsageError {
  const flag = `--${dashed(name)}`;
  if (!folder) return new UsageError(`${flag} is for a folder, and ${source} is none; leave it out`);
  const ofPictures = ['presence', 'presenceLevels', 'ground', 'objects', 'size', 'masks'].includes(name);
  const way = ofPictures ? 'parse its images one by one, or leave it out' : 'leave it out';
  return new UsageError(`${flag} is for one image, and ${source} is a folder; ${way}`);
}

/** A picture of several objects. */
async function parseScene(source: string, flags: ParseFlags, options: Command): Promise<void> {
  if (isIndex(source))
    throw new UsageError(`--objects is for a picture in a file, and ${source} is an index`);
  for (const name of withoutObjects) {
    if (options.getOptionValueSource(name) !== 'cli') continue;
    throw new UsageError(`--${dashed(name)} does not go with --objects; leave one of them out`);
  }
  const {
    objects: maxObjects,
    size,
    model,
    infer,
    invert,
    backends,
    masks,
    out,
    overwrite,
    json = false,
  } = flags;
  const into = json ? {} : { into: 'parse' };
  const asked = given({ maxObjects, size, model, infer, invert, backends, masks, out, overwrite });
  const { scene, paths } = await told(parseObjects(source, { ...into, ...asked }), { json });
  if (json) printJson(scene);
  else printLines(paths);
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (info) => info.isDirectory(),
    // Whatever is wrong with it is said when it is read.
    () => false,
  );
}
