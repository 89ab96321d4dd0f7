import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { PointMap } from '@rnp/analysis';
import { option, worded } from '@rnp/errors';
import { UsageError } from '../errors.js';
import type { OpenedModel } from '../models/openModel.js';
import { meantWords } from '../words/didYouMean.js';
import { meantBeside } from '../words/meantBeside.js';

/** Of the file, in the folder of an embedding. */
export const mapFileName = 'map.safetensors';

/** A saved map of programs. */
export interface ProgramMap {
  /** The file. */
  readonly path: string;
  readonly map: PointMap;
  /** Whose programs: 0 whole images, 1 their parts, and so on. */
  readonly level: number;
  readonly notes: Readonly<Record<string, string>>;
}

/** A map with what its programs are of: `openMap` reads it. */
export async function mapFileOf(map: PointMap, opened: OpenedModel, level: number): Promise<Uint8Array> {
  const { writeMap } = await import('@rnp/analysis');
  return writeMap(map, { ...modelNotes(opened), level: String(level) });
}

/** @throws UsageError if it is not a map of programs; RnpError RNP_ANALYSIS_MAP for a damaged one */
export async function openMap(path: string): Promise<ProgramMap> {
  const folder = (await stat(path).catch(() => null))?.isDirectory() ?? false;
  const file = folder ? join(path, mapFileName) : path;
  const bytes = await readFile(file).catch(() => {
    throw new UsageError(
      worded`${option('onto', path)}: ${file} cannot be read; give the folder of an embedding, or the ${mapFileName} in it${meantWords(meantBeside(path))}`,
    );
  });
  const { readMap } = await import('@rnp/analysis');
  const { map, notes } = readMap(new Uint8Array(bytes), file);
  const level = /^\d$/.test(notes.level ?? '') ? Number(notes.level) : Number.NaN;
  if (Number.isNaN(level)) {
    throw new UsageError(`${file} does not say what it is a map of; give the ${mapFileName} of an embedding`);
  }
  return { path: file, map, level, notes };
}

/** @throws UsageError for a map of another model's programs, among which those of this one have no place */
export function requireSameModel({ path, notes }: ProgramMap, opened: OpenedModel): void {
  const own = modelNotes(opened);
  if (own.config === notes.config && own.weights === notes.weights) return;
  if (notes.model === opened.name) {
    throw new UsageError(
      `${path} is a map of an earlier state of ${opened.name}, which was trained since; make a new map`,
    );
  }
  throw new UsageError(
    worded`${path} is a map of the programs of another model, ${notes.model ?? 'unnamed'}, than ${opened.name}; give that with ${option('model')}, or make a map of this one`,
  );
}

function modelNotes({ name, sha256 }: OpenedModel): Readonly<Record<'model' | 'config' | 'weights', string>> {
  return { model: name, config: sha256['config.json'], weights: sha256['model.safetensors'] };
}
