import { constants } from 'node:fs';
import { type FileHandle, lstat, open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { RnpError } from '@rnp/errors';
import { codeOf, fileError, readSafetensorsFileHeader, replaceFolder, standingFolder } from '@rnp/files/node';
import { checkSetting } from '../checks.js';
import { maxConfigBytes } from '../files/modelConfig.js';
import { filesOfModelFile } from '../files/modelFile.js';
import type { ModelFiles } from '../files/modelFiles.js';

/** The most bytes a file of a model can have; Node reads no more than 2 GiB at once. */
const maxBytes: Readonly<Record<keyof ModelFiles, number>> = Object.freeze({
  'config.json': maxConfigBytes,
  'model.safetensors': 2 ** 31 - 1,
});

/** Smaller files are read at once; whoever parses them says what is wrong with them. */
const largeBytes = 16_000_000;

const fileNames = Object.keys(maxBytes) as readonly (keyof ModelFiles)[];

/** The folder within a run's folder that holds its model. */
export const modelFolderName = 'model';

/**
 * Saves a model: `config.json`, `model.safetensors` and what else belongs to it, such as a `README.md`. Nobody
 * ever finds a config beside the weights of another model, also when the process is killed or the disk is
 * full. Other files in the folder stay.
 *
 * @throws RnpError RNP_FILE when it cannot be written, or `dir` holds something that is no model; the model
 *   that was there before is there still
 */
export async function saveModelFolder(
  dir: string,
  files: ModelFiles & Readonly<Record<string, Uint8Array>>,
): Promise<void> {
  checkSetting.text('dir', dir);
  checkSetting.object('files', files);
  for (const [name, bytes] of Object.entries(files)) checkSetting.bytes(`files["${name}"]`, bytes);
  const names = await readdir(dir).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return [];
    throw fileError(error, 'write', dir);
  });
  if (names.length > 0 && !names.some((name) => Object.hasOwn(maxBytes, name))) {
    const advice = 'Choose another folder, or an empty one';
    const problem = `holds other things than a model (${names.slice(0, 3).join(', ')}). ${advice}`;
    throw new RnpError('RNP_FILE', problem, { path: dir });
  }
  await replaceFolder(dir, files);
}

export interface ModelFolder {
  /** The model folder itself, also when a run's folder was asked for; the file where a model is one. */
  readonly dir: string;
  readonly files: ModelFiles;
}

/**
 * Reads the files of a model; `modelFromFiles(files, { path: dir })` makes it of them.
 *
 * @param path the model's folder, the folder of a run with `model/` in it, or a model in one file (`modelFileOf`)
 * @throws RnpError RNP_FILE naming what is missing, empty or too large, and what to do, RNP_WEIGHTS for one file that is no
 *   model; RnpError RNP_CONFIG for one without a config
 */
export async function loadModelFolder(path: string): Promise<ModelFolder> {
  checkSetting.text('path', path);
  if (await isFile(path)) return { dir: path, files: await loadModelFile(path) };
  const dir = await modelFolderOf(path);
  try {
    const handles = await openTogether(dir);
    try {
      const files: Partial<Record<keyof ModelFiles, Uint8Array>> = {};
      for (const [name, handle] of handles) files[name] = await readWhole(handle, name, join(dir, name));
      return { dir, files: files as ModelFiles };
    } finally {
      for (const [, handle] of handles) await handle.close();
    }
  } catch (cause) {
    throw fileError(cause, 'read', dir);
  }
}

function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (info) => info.isFile(),
    () => false,
  );
}

async function loadModelFile(path: string): Promise<ModelFiles> {
  let handle: FileHandle | undefined;
  try {
    handle = await openFile(path);
    return filesOfModelFile(await readWhole(handle, 'model.safetensors', path), path);
  } catch (cause) {
    throw fileError(cause, 'read', path);
  } finally {
    await handle?.close();
  }
}

async function modelFolderOf(path: string): Promise<string> {
  try {
    if ((await standingFolder(path)) === undefined) {
      const problem = 'there is no such folder. Check the spelling, or train a model first';
      throw new RnpError('RNP_FILE', problem, { path });
    }
    const inside = join(path, modelFolderName);
    // What is wrong with the way to it is named as it was given.
    const nested = await standingFolder(inside).catch((error: RnpError) => {
      throw fileError(error.cause, 'read', path);
    });
    return nested === undefined ? path : inside;
  } catch (cause) {
    throw fileError(cause, 'read', path);
  }
}

type Opened = readonly (readonly [keyof ModelFiles, FileHandle])[];

/** A writer needs microseconds to put one folder in the place of another. */
const attempts = 50;

/** Opens both files of the same folder, though a writer may replace it between the two. */
async function openTogether(dir: string): Promise<Opened> {
  for (let attempt = 1; ; attempt++) {
    const place = (await standingFolder(dir)) ?? dir;
    const before = await identity(place);
    const opened: (readonly [keyof ModelFiles, FileHandle])[] = [];
    let failure: unknown;
    let missing = '';
    for (const name of fileNames) {
      try {
        opened.push([name, await openFile(join(place, name))]);
      } catch (error) {
        failure ??= error;
        missing ||= name;
      }
    }
    // The very same folder before and after, so both files are of one save.
    const steady = before !== undefined && before === (await identity(place));
    if (failure === undefined && steady) return opened;
    for (const [, handle] of opened) await handle.close();
    if (failure !== undefined && (codeOf(failure) !== 'ENOENT' || (steady && place === dir))) {
      throw await missingFile(failure, dir, missing);
    }
    if (attempt === attempts) {
      if (failure !== undefined) throw await missingFile(failure, dir, missing);
      const problem = 'another run keeps writing here; try again when it is done';
      throw new RnpError('RNP_BUSY', problem, { path: dir });
    }
    await sleep(2);
  }
}

/** Changes whenever another folder takes the name; undefined where there is none. */
function identity(path: string): Promise<string | undefined> {
  return lstat(path, { bigint: true }).then(
    ({ dev, ino, ctimeNs }) => `${dev}/${ino}/${ctimeNs}`,
    () => undefined,
  );
}

async function missingFile(cause: unknown, dir: string, name: string): Promise<Error> {
  if (codeOf(cause) !== 'ENOENT') return fileError(cause, 'read', join(dir, name));
  const names = await readdir(dir).catch(() => []);
  const found = names.length === 0 ? 'it is empty' : `it holds ${names.slice(0, 5).join(', ')}`;
  const advice = `A model folder holds ${fileNames.join(' and ')}; give such a folder, or that of a run`;
  const problem = `there is no ${name} in this folder (${found}). ${advice}`;
  return new RnpError('RNP_FILE', problem, { path: dir, cause });
}

async function readWhole(handle: FileHandle, name: keyof ModelFiles, path: string): Promise<Uint8Array> {
  const info = await handle.stat();
  const refuse = (problem: string): RnpError => new RnpError('RNP_FILE', problem, { path });
  if (!info.isFile()) throw refuse('this is no file. Give the folder of a saved model');
  if (info.size === 0)
    throw refuse('the file is empty; it was cut off. Copy it again, or train the model again');
  if (info.size > maxBytes[name])
    throw refuse(`has ${info.size} bytes, more than ${maxBytes[name]}; this is no model`);
  // What is no model may be large.
  if (name === 'model.safetensors' && info.size > largeBytes) await readSafetensorsFileHeader(handle, path);
  // A Buffer as plain bytes, without a copy.
  const { buffer, byteOffset, byteLength } = await handle.readFile();
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** Opens a file without ever waiting for the writer of a pipe. */
async function openFile(path: string): Promise<FileHandle> {
  // O_NONBLOCK: a pipe is opened at once, and refused by what `stat` says of it.
  return open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
}
