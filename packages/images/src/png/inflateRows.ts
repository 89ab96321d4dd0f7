import type { DecodeContext } from '../decodeOptions.js';
import { adler32 } from './checksums.js';
import { type Inflate, InflateError } from './inflate.js';
import { type PngHeader, samplesPerPixel } from './pngHeader.js';
import { unfilter } from './unfilter.js';

/** A picture, or one of the seven that an interlaced picture is sent in: every `dx`-th pixel from `x0`, and so for y. */
export interface PngPass {
  readonly x0: number;
  readonly y0: number;
  readonly dx: number;
  readonly dy: number;
  readonly columns: number;
  readonly rows: number;
}

const whole = Object.freeze([[0, 0, 1, 1]] as const);
const adam7 = Object.freeze([
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const);

/** Compressed bytes at a time; a thousand times as many may come out of them. */
const maxStep = 0x4000;
/** After the last pixel there are a few bits and a checksum; an encoder that flushes may add some empty blocks. */
const maxAfterPixels = 0x1000;

/**
 * The rows of a PNG, one after the other, as they come out of the compressed data: unfiltered, their samples still packed.
 * Two rows are held at a time. Work ends where the pixels end, whatever else was compressed; what comes out must be just
 * the pixels and have the checksum at the end (RFC 1950), or the file is damaged.
 *
 * @param onRow gets a row that is only valid during the call
 * @throws RnpError RNP_IMAGE_CORRUPT or RNP_IMAGE_TRUNCATED
 */
export function inflateRows(
  compressed: readonly Uint8Array[],
  header: PngHeader,
  onRow: (line: Uint8Array, pass: PngPass, row: number) => void,
  { fail }: DecodeContext,
  inflate: Inflate,
): void {
  const bits = header.depth * samplesPerPixel[header.colourType];
  const strideOf = ({ columns }: PngPass): number => Math.ceil((columns * bits) / 8);
  const passes = passesOf(header);
  const expected = passes.reduce((sum, pass) => sum + pass.rows * (strideOf(pass) + 1), 0);
  const unit = Math.max(1, bits >> 3);
  const corrupt = (what: string, cause?: unknown): Error =>
    fail('RNP_IMAGE_CORRUPT', `is a damaged PNG: ${what}. Export or copy it again.`, cause);

  let have = 0;
  let adler = 1;
  let [pass, row, filled] = [0, 0, 0];
  // A filter byte before each row.
  let line = new Uint8Array(passes.length > 0 ? strideOf(passes[0]!) + 1 : 0);
  let above = new Uint8Array(line.length);
  const onPiece = (piece: Uint8Array): void => {
    have += piece.length;
    if (have > expected) throw corrupt('it holds more pixels than its size');
    adler = adler32(piece, adler);
    for (let at = 0; at < piece.length; ) {
      const part = Math.min(line.length - filled, piece.length - at);
      line.set(piece.subarray(at, at + part), filled);
      filled += part;
      at += part;
      if (filled < line.length) break;
      if (line[0]! > 4) throw corrupt(`filter ${line[0]}`);
      unfilter(line, above, unit);
      onRow(line.subarray(1), passes[pass]!, row);
      filled = 0;
      row++;
      if (row < passes[pass]!.rows) [line, above] = [above, line];
      else if (pass + 1 < passes.length) {
        pass++;
        row = 0;
        line = new Uint8Array(strideOf(passes[pass]!) + 1);
        above = new Uint8Array(line.length);
      }
    }
  };
  // No more than a whole picture takes at its worst, so that little comes out of what only says to be small.
  const step = Math.min(maxStep, expected + 64);
  const pieces = function* (): Iterable<Uint8Array> {
    let after = 0;
    for (const chunk of compressed)
      for (let at = 0; at < chunk.length; at += step) {
        const piece = chunk.subarray(at, at + step);
        if (have === expected) after += piece.length;
        if (after > maxAfterPixels) throw corrupt('other data follows its pixels');
        yield piece;
      }
  };
  try {
    inflate(pieces(), onPiece);
  } catch (error) {
    if (!(error instanceof InflateError)) throw error;
    if (have === expected || !error.endsEarly) throw corrupt('its pixels cannot be decompressed', error);
  }
  if (have < expected)
    throw fail(
      'RNP_IMAGE_TRUNCATED',
      `is a PNG with only ${have} of ${expected} bytes of its pixels. Copy or export it again.`,
    );
  if (lastFour(compressed) !== adler) throw corrupt('the checksum of its pixels is wrong');
}

function passesOf({ width, height, interlaced }: PngHeader): PngPass[] {
  return (interlaced ? adam7 : whole)
    .map(([x0, y0, dx, dy]) => {
      const columns = Math.max(0, Math.ceil((width - x0) / dx));
      return { x0, y0, dx, dy, columns, rows: Math.max(0, Math.ceil((height - y0) / dy)) };
    })
    .filter(({ columns, rows }) => columns > 0 && rows > 0);
}

/** The last four bytes of all, as a number; -1 where there are fewer. */
function lastFour(pieces: readonly Uint8Array[]): number {
  const bytes: number[] = [];
  for (let i = pieces.length - 1; i >= 0 && bytes.length < 4; i--)
    bytes.unshift(...pieces[i]!.subarray(-(4 - bytes.length)));
  if (bytes.length < 4) return -1;
  return ((bytes[0]! << 24) | (bytes[1]! << 16) | (bytes[2]! << 8) | bytes[3]!) >>> 0;
}
