// n points, d dimensions
import { isRnpError, RnpError } from '@rnp/errors';
import { readSafetensors, type StoredTensor, writeSafetensors } from '@rnp/files';
import { checkMapParameters, requirePossible } from './mapParameters.js';
import { check } from './options.js';
import { type PointMap, pointMap } from './pointMap.js';
import { type PointBlock, type Points, readPoints } from './points.js';

const format = 'rnp-map';
const version = '1';
/** Notes that the file needs for itself. */
const ownNotes: readonly string[] = Object.freeze(['format', 'version', 'parameters']);
const leastPoints = 4;

/** A map read from a file, with the notes of its writer. */
export interface SavedMap {
  readonly map: PointMap;
  readonly notes: Readonly<Record<string, string>>;
}

/**
 * A map as a safetensors file: its points and places as 64-bit floats, so that it places new points exactly as before, with the
 * parameters of the map as metadata.
 *
 * @param notes further metadata, such as the model of the points
 * @throws RnpError RNP_ANALYSIS_POINTS, RNP_CONFIG
 * @example
 * await writeFile('digits.safetensors', writeMap(await umap(points), { model: 'mnist' }));
 * const { map, notes } = readMap(await readFile('digits.safetensors'), 'digits.safetensors');
 * const places = await map.transform(others);
 */
export function writeMap(
  map: Pick<PointMap, 'parameters' | 'places'> & { readonly points: Points },
  notes: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> {
  check.object('map', map);
  checkMapParameters('map.parameters', map.parameters);
  const points = readPoints(map.points, leastPoints, 'map.points');
  const places = readPoints(map.places, leastPoints, 'map.places');
  requireTogether(points, places, 'map.places');
  requirePossible('map.parameters', map.parameters, points.count);
  check.object('notes', notes);
  for (const [name, note] of Object.entries(notes)) {
    check.text(`notes.${name}`, note);
    if (!ownNotes.includes(name)) continue;
    const problem = `is a name of the file's own, as are ${ownNotes.join(', ')}; take another`;
    throw new RnpError('RNP_CONFIG', problem, { path: `notes.${name}` });
  }
  return writeSafetensors(
    { points: tensorOf(points), places: tensorOf(places) },
    { ...notes, format, version, parameters: JSON.stringify(map.parameters) },
  );
}

/**
 * A map from its file. Whatever the bytes, the map is complete or the error is typed.
 *
 * @param path named in errors
 * @throws RnpError RNP_ANALYSIS_MAP for a file that is damaged, none of a map, or one of another version; RNP_CONFIG for arguments
 */
export function readMap(bytes: Uint8Array, path = 'map'): SavedMap {
  check.bytes('bytes', bytes);
  check.text('path', path);
  try {
    const { tensors, metadata } = readSafetensors(bytes, path);
    const { format: kind, version: written, parameters: json, ...notes } = metadata;
    if (kind !== format || json === undefined)
      throw refusal('holds no map; give a file that writeMap made', path);
    if (written !== version) {
      throw refusal(
        `is of version ${written}, and this program reads version ${version}; make the map anew`,
        path,
      );
    }
    const parameters = parsed(json);
    checkMapParameters('parameters', parameters);
    const [points, places] = ['points', 'places'].map((name) => blockOf(name, tensors.get(name)));
    requireTogether(points!, places!, 'places');
    requirePossible('parameters', parameters, points!.count);
    return { map: pointMap(parameters, points!, places!.data), notes };
  } catch (error) {
    if (!isRnpError(error) || error.code === 'RNP_ANALYSIS_MAP') throw error;
    const { path: place, complaint } = error;
    throw refusal(place === undefined || place === path ? complaint : `${place} ${complaint}`, path, error);
  }
}

function refusal(complaint: string, path: string, cause?: unknown): RnpError {
  return new RnpError('RNP_ANALYSIS_MAP', complaint, { path, cause });
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw new RnpError('RNP_CONFIG', 'is no JSON', { path: 'parameters', cause });
  }
}

function tensorOf({ data, count, dimensions }: PointBlock): { shape: number[]; data: Float64Array } {
  return { shape: [count, dimensions], data };
}

/** @throws RnpError RNP_ANALYSIS_POINTS */
function blockOf(name: string, tensor: StoredTensor | undefined): PointBlock {
  const shape = tensor?.shape ?? [];
  if (tensor?.dtype !== 'F64' || shape.length !== 2) {
    throw new RnpError('RNP_ANALYSIS_POINTS', 'must be a matrix of 64-bit floats', { path: name });
  }
  const [count, dimensions] = shape as [number, number];
  const rows = Array.from({ length: count }, (_, i) =>
    tensor.data.subarray(i * dimensions, (i + 1) * dimensions),
  );
  return readPoints(rows, leastPoints, name);
}

/** @throws RnpError RNP_ANALYSIS_POINTS for places that are none of these points */
function requireTogether(points: PointBlock, places: PointBlock, path: string): void {
  if (places.count === points.count && places.dimensions === 2) return;
  throw new RnpError(
    'RNP_ANALYSIS_POINTS',
    `must be [${points.count}, 2] for ${points.count} points, not [${places.count}, ${places.dimensions}]`,
    { path },
  );
}
