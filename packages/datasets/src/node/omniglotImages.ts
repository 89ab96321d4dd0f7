// 105×105 drawings → 28×28
import { RnpError } from '@rnp/errors';
import { decodePng, resize } from '@rnp/images';
import type { OmniglotArchive, OmniglotManifest } from '../manifest/omniglot.js';
import type { ArchiveEntry, ArchiveLimits } from './archive/archiveLimits.js';
import { readZip } from './archive/readZip.js';
import { cachedFile, cachePath } from './cachedFile.js';
import type { LoadOptions } from './loadOptions.js';
import { imageError, type PictureSource, pathOf } from './pictureSource.js';

/** A drawing of a character: 'Greek/character07/0400_03.png' of an archive. */
export interface OmniglotDrawing {
  readonly alphabet: string;
  /** 'Greek/character07' */
  readonly character: string;
  readonly source: PictureSource;
  readonly png: Uint8Array;
}

/** The large background set has 20,274 entries, 5 MB in all; a drawing takes some 300 bytes, a list of labels 1 kB. */
export const omniglotLimits: ArchiveLimits = Object.freeze({
  maxEntries: 30_000,
  maxEntryBytes: 64 * 1024,
  maxBytes: 32 * 1024 * 1024,
  maxRatio: 50,
});

const drawingSize = 105;
const drawingName = /^(?:[^/]+\/)?(([^/]+)\/character\d+)\/\d+_\d+\.png$/;

/**
 * The drawings of a zip by their path below its own folder, so that the same drawing has the same key in every zip.
 *
 * @throws RnpError as `readZip`; `RNP_DATA_MISMATCH` when other numbers of alphabets, characters or images are in it
 */
export async function readDrawings(
  manifest: OmniglotManifest,
  archive: OmniglotArchive,
  options: LoadOptions & { readonly dataDir: string },
): Promise<ReadonlyMap<string, OmniglotDrawing>> {
  const path = cachePath(options.dataDir, manifest, archive);
  const bytes = await cachedFile(manifest, archive, options);
  const drawings = new Map<string, OmniglotDrawing>();
  const wanted = (name: string): boolean => drawingName.test(name) && !name.startsWith('__MACOSX/');
  const entries: AsyncIterable<ArchiveEntry> = readZip(bytes, {
    path,
    limits: omniglotLimits,
    wanted,
    ...(options.signal && { signal: options.signal }),
  });
  for await (const entry of entries) {
    const [, character, alphabet] = drawingName.exec(entry.name)!;
    const key = `${character}/${entry.name.slice(entry.name.lastIndexOf('/') + 1)}`;
    const source = { path, entry: entry.name };
    drawings.set(key, { alphabet: alphabet!, character: character!, source, png: entry.bytes });
  }
  const all = [...drawings.values()];
  const found = {
    alphabets: new Set(all.map(({ alphabet }) => alphabet)).size,
    characters: new Set(all.map(({ character }) => character)).size,
    images: all.length,
  };
  for (const what of ['alphabets', 'characters', 'images'] as const) {
    if (found[what] !== archive[what]) {
      throw new RnpError(
        'RNP_DATA_MISMATCH',
        `holds ${found[what]} ${what}, not ${archive[what]}. Delete it and get it again`,
        { path },
      );
    }
  }
  return drawings;
}

/**
 * A drawing in black on white, [105, 105], as ink on black in the wanted size: means over areas, so that a stroke of
 * two or three pixels stays visible.
 *
 * @throws RnpError; `RNP_DATA_IMAGE`
 */
export function inkOf(
  png: Uint8Array,
  source: PictureSource,
  [height, width]: readonly [number, number, number],
): Uint8Array {
  const drawing = decodePng(png, { path: pathOf(source) });
  if (drawing.width !== drawingSize || drawing.height !== drawingSize || drawing.channels !== 1) {
    throw imageError(
      source,
      `has ${drawing.width}×${drawing.height}×${drawing.channels} values; Omniglot's drawings have 105×105×1`,
    );
  }
  return resize({ ...drawing, data: drawing.data.map((value) => 255 - value) }, width, height).data;
}
