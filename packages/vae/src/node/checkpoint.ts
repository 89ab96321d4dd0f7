import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { RnpError } from '@rnp/errors';
import { readSafetensorsHeader } from '@rnp/files';
import {
  codeOf,
  fileError,
  replaceFolder,
  sha256,
  standingFolder,
  temporaryOf,
  writeFileAtomic,
} from '@rnp/files/node';
import { checkSetting } from '../checks.js';

/** The state of a training run: with it a resumed run gives the same numbers as one that never stopped. */
export interface CheckpointContent {
  /** Number of steps done. */
  readonly step: number;
  /** The bytes of `weightsToSafetensors`. */
  readonly weights: Uint8Array;
  /** The bytes of `adamToSafetensors`. */
  readonly adam: Uint8Array;
  /** Any plain JSON: configs, data, command, figures so far. */
  readonly json: unknown;
}

/** A checkpoint that was read and checked. */
export interface LoadedCheckpoint extends CheckpointContent {
  /** The checkpoint's own folder. */
  readonly dir: string;
  /** Names the checkpoints that are damaged, if this one was taken instead of them. */
  readonly warning?: string;
}

/** Name of the folder in a run's folder that holds its checkpoints. */
export const checkpointsFolderName = 'checkpoints';

/** Holds the name of the newest checkpoint. */
const pointerName = 'latest';
const manifestName = 'manifest.json';
/** Three files' names, lengths and sums. */
const maxManifestBytes = 100_000;
const weightsName = 'model.safetensors';
const adamName = 'adam.safetensors';
const stateName = 'state.json';

const checkpointPattern = /^step-\d{6,15}$/;

/**
 * Saves a checkpoint as `checkpoints/step-000500/` in a run's folder and keeps the one before it. The pointer
 * `checkpoints/latest` is written after it, so a crash never destroys the last complete checkpoint.
 * Checkpoints of later steps, left by a run that was resumed at an earlier step, are removed.
 *
 * @param dir the run's folder
 * @throws RnpError RNP_CONFIG for invalid content; RnpError RNP_FILE if it cannot be written, or RNP_BUSY if
 *   another process keeps writing there; earlier checkpoints are still there
 */
export async function saveCheckpoint(dir: string, content: CheckpointContent): Promise<void> {
  checkSetting.text('dir', dir);
  checkSetting.options('content', content, ['step', 'weights', 'adam', 'json']);
  const { step, weights, adam, json } = content;
  checkSetting.wholeNumber('content.step', step, 0);
  checkSetting.bytes('content.weights', weights);
  checkSetting.bytes('content.adam', adam);
  checkSetting.json('content.json', json);
  const folder = join(dir, checkpointsFolderName);
  const files = { [weightsName]: weights, [adamName]: adam, [stateName]: encode(json) };
  const sums = Object.entries(files).map(([name, bytes]) => [
    name,
    { bytes: bytes.length, sha256: sha256(bytes) },
  ]);
  const manifest = { schema: 'rnp-checkpoint', version: 1, step, files: Object.fromEntries(sums) };
  const name = `step-${String(step).padStart(6, '0')}`;
  await replaceFolder(join(folder, name), { ...files, [manifestName]: encode(manifest) });
  await writeFileAtomic(join(folder, pointerName), new TextEncoder().encode(`${name}\n`));
  await prune(folder, step).catch((cause: unknown) => {
    throw fileError(cause, 'write', folder);
  });
}

/** Leaves the checkpoint of `step` and the one before it, of the others not even what a crash left. */
async function prune(folder: string, step: number): Promise<void> {
  const steps = await stepsIn(folder);
  const kept = steps.filter((one) => one.step <= step).slice(0, 2);
  for (const entry of await readdir(folder)) {
    const checkpoint = checkpointOf(entry);
    if (checkpoint !== undefined && !kept.some(({ name }) => name === checkpoint.name)) {
      await rm(join(folder, entry), { recursive: true, force: true });
    }
  }
}

/**
 * Loads the newest complete checkpoint of a run: the one that `checkpoints/latest` names, or, if it is
 * damaged, an older one, with a warning. Every file is checked against its length and sha256.
 *
 * @param dir the run's folder
 * @throws RnpError RNP_FILE if there is no checkpoint, or if all are damaged
 */
export async function loadCheckpoint(dir: string): Promise<LoadedCheckpoint> {
  checkSetting.text('dir', dir);
  const folder = join(dir, checkpointsFolderName);
  const damages: string[] = [];
  for (const name of await candidates(folder)) {
    const place = join(folder, name);
    try {
      const content = await readCheckpoint((await standingFolder(place)) ?? place);
      const warning = `${damages.join('; ')}. Going on from step ${content.step} instead`;
      return { ...content, dir: place, ...(damages.length > 0 ? { warning } : {}) };
    } catch (error) {
      damages.push(`checkpoint ${name} cannot be used: ${fileError(error, 'read', place).message}`);
    }
  }
  if (damages.length > 0) {
    throw new RnpError('RNP_FILE', `${damages.join('; ')}. Train anew`, { path: folder });
  }
  const problem = 'there is no checkpoint to go on from. Train without resuming';
  throw new RnpError('RNP_FILE', problem, { path: folder });
}

/**
 * Tells whether a run has a checkpoint. The remains of a first one that a crash cut off do not count.
 *
 * @param dir the run's folder
 * @throws RnpError RNP_FILE if the folder cannot be read
 */
export async function hasCheckpoint(dir: string): Promise<boolean> {
  checkSetting.text('dir', dir);
  return (await candidates(join(dir, checkpointsFolderName))).length > 0;
}

/** Names of checkpoints in the order they are to be tried. */
async function candidates(folder: string): Promise<readonly string[]> {
  try {
    const steps = await stepsIn(folder);
    const pointer = await readFile(join(folder, pointerName), 'utf8').then(
      (text) => steps.find(({ name }) => name === text.trim()),
      () => undefined,
    );
    if (pointer === undefined) return steps.map(({ name }) => name);
    // Later ones than the pointer's were being written when the run stopped, or belong to an abandoned run.
    const [later, rest] = [1, 0].map((side) =>
      steps.filter(({ step }) => Number(step > pointer.step) === side),
    );
    return [...rest!, ...later!].map(({ name }) => name);
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return [];
    throw fileError(cause, 'read', folder);
  }
}

/** Checkpoints in a folder, the latest step first; also ones that a crash left under their temporary name. */
async function stepsIn(folder: string): Promise<readonly { readonly name: string; readonly step: number }[]> {
  const found = new Set<string>();
  for (const entry of await readdir(folder)) {
    const checkpoint = checkpointOf(entry);
    if (checkpoint !== undefined && checkpoint.kind !== 'tmp') found.add(checkpoint.name);
  }
  return [...found]
    .map((name) => ({ name, step: Number(name.slice('step-'.length)) }))
    .sort((a, b) => b.step - a.step);
}

/** A checkpoint's folder: its name, and whether it is one that was being written or replaced. */
function checkpointOf(entry: string): { readonly name: string; readonly kind?: string } | undefined {
  const found = temporaryOf(entry) ?? { name: entry };
  return checkpointPattern.test(found.name) ? found : undefined;
}

async function readCheckpoint(place: string): Promise<CheckpointContent> {
  const manifest = parseManifest(await readPart(join(place, manifestName)), join(place, manifestName));
  const [weights, adam, state] = await Promise.all(
    [weightsName, adamName, stateName].map(async (name) => {
      const path = join(place, name);
      const expected = manifest.files[name];
      if (expected === undefined)
        throw new RnpError('RNP_FILE', `says nothing of ${name}`, { path: join(place, manifestName) });
      const bytes = await readPart(path, expected.bytes);
      if (sha256(bytes) !== expected.sha256)
        throw new RnpError('RNP_FILE', 'is damaged (wrong sha256)', { path });
      return bytes;
    }),
  );
  const told = stepOf(adam!);
  if (told !== undefined && told !== String(manifest.step)) {
    const problem = `is of step ${told}, the manifest of step ${manifest.step}; they are of different checkpoints`;
    throw new RnpError('RNP_FILE', problem, { path: join(place, adamName) });
  }
  return { step: manifest.step, weights: weights!, adam: adam!, json: decode(state!) };
}

/** The step that the optimiser's file says; undefined where it is none, which whoever reads it will say. */
function stepOf(adam: Uint8Array): string | undefined {
  try {
    return readSafetensorsHeader(adam).metadata.step;
  } catch {
    return undefined;
  }
}

/** @param size in bytes, where it is known */
async function readPart(path: string, size?: number): Promise<Uint8Array> {
  try {
    const info = await stat(path);
    const found = info.size;
    if (!info.isFile()) throw new RnpError('RNP_FILE', 'this is no file', { path });
    if (size === undefined && found > maxManifestBytes) {
      throw new RnpError('RNP_FILE', `has ${found} bytes, more than ${maxManifestBytes}`, { path });
    }
    if (size !== undefined && found !== size) {
      throw new RnpError('RNP_FILE', `has ${found} bytes instead of ${size}; it was cut off`, { path });
    }
    return new Uint8Array(await readFile(path));
  } catch (cause) {
    throw fileError(cause, 'read', path);
  }
}

interface Manifest {
  readonly step: number;
  readonly files: Readonly<Record<string, { readonly bytes: number; readonly sha256: string } | undefined>>;
}

function parseManifest(bytes: Uint8Array, path: string): Manifest {
  let manifest: (Manifest & { readonly schema?: unknown; readonly version?: unknown }) | undefined;
  try {
    manifest = decode(bytes) as typeof manifest;
  } catch (cause) {
    throw new RnpError('RNP_FILE', 'is no JSON; it is damaged', { path, cause });
  }
  const whole =
    manifest?.schema === 'rnp-checkpoint' &&
    manifest.version === 1 &&
    Number.isSafeInteger(manifest.step) &&
    typeof manifest.files === 'object' &&
    manifest.files !== null;
  if (!whole)
    throw new RnpError('RNP_FILE', 'is no manifest of a checkpoint that this version reads', { path });
  return manifest!;
}

function encode(value: unknown): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`);
}

function decode(bytes: Uint8Array): unknown {
  return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
}
