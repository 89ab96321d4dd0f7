import { constants } from 'node:fs';
import { type FileHandle, lstat, open, readdir, stat } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { RnpError } from '@rnp/errors';
import { codeOf, fileError, readSafetensorsFileHeader, replaceFolder, standingFolder } from '@rnp/files/node';
import { checkSetting } from '../checks.js';
import { maxConfigBytes } from '../files/modelConfig.js';
import { filesOfModelFile, hasConfig } from '../files/modelFile.js';
import type { ModelFiles } from '../files/modelFiles.js';

/** The most bytes a file of a model can have; Node reads no more than 2 GiB at once. */
const maxBytes: Readonly<Record<keyof ModelFiles, number>> = Object.freeze({
  'config.json': maxConfigBytes,
  'model.safetensors': 2 ** 31 - 1,
});

/** Smaller files are read at once; whoever parses them says what is wrong with them. */
const largeBytes = 16_000_000;

const fileNames = Object.keys(maxBytes) as readonly (keyof ModelFiles)[];

/** Name of the folder in a run's folder that holds its model. */
export const modelFolderName = 'model';

/**
 * Saves a model: `config.json`, `model.safetensors` and further files, such as a `README.md`. A reader never
 * finds a config beside the weights of another model, also if the process is killed or the disk is full.
 * Other files in the folder stay.
 *
 * @param files contents by name; names without folders
 * @throws RnpError RNP_CONFIG for an invalid name or content; RnpError RNP_FILE if the folder cannot be
 *   written, or if it holds files but no model; RnpError RNP_BUSY if another process keeps writing there. The
 *   previous model is still there
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

/** The files of a model, and their folder. */
export interface ModelFolder {
  /** The model's folder, also if a run's folder was given; the file of weights itself where that was given. */
  readonly dir: string;
  readonly files: ModelFiles;
}

/**
 * Reads the files of a model; `modelFromFiles(files, { path: dir })` makes the model from them.
 *
 * @param path the model's folder, the folder of a run with `model/` in it, a model in one file (`modelFileOf`), or weights with their config
 *   beside them under the same name, NAME.safetensors and NAME.json
 * @throws RnpError RNP_FILE if a file is missing, empty or too large; RnpError RNP_WEIGHTS if the weights are
 *   not a safetensors file; RnpError RNP_CONFIG for one file without a config, in it or beside it; RnpError RNP_BUSY if another
 *   process keeps replacing the folder
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
  const weights = await readFileOf('model.safetensors', path);
  const { dir, name } = parse(path);
  const beside = join(dir, `${name}.json`);
  if (hasConfig(weights, path) || !(await isFile(beside))) return filesOfModelFile(weights, path);
  return { 'config.json': await readFileOf('config.json', beside), 'model.safetensors': weights };
}

async function readFileOf(name: keyof ModelFiles, path: string): Promise<Uint8Array> {
  let handle: FileHandle | undefined;
  try {
    handle = await openFile(path);
    return await readWhole(handle, name, path);
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
