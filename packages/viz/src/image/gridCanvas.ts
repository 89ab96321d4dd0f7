import { RnpError } from '@rnp/errors';
import { clip, type Raster } from '@rnp/images';
import { checkOption } from '../checks.js';
import type { Rgb } from '../palette.js';
import { type AnyRaster, byteOf, checkPicture, hasBytes } from './byteRaster.js';

/** Where a sheet's columns (or rows) lie: output pixels from the left (upper) edge, borders included. */
export interface GridSpan {
  readonly start: number;
  readonly end: number;
}

/** A sheet is a picture of bytes that knows its columns and rows. */
export interface ImageGrid extends Raster<Uint8Array> {
  readonly columns: readonly GridSpan[];
  readonly rows: readonly GridSpan[];
}

/** A picture of a sheet, with a border in a colour of its own if you like; null leaves the place free. */
export type GridCell = AnyRaster | Bordered | null;

export interface Bordered {
  readonly raster: AnyRaster;
  readonly border?: Rgb;
}

/** Places for pictures; each is drawn in the middle of its own. */
export interface GridLayout {
  readonly columns: readonly GridSpan[];
  readonly rows: readonly GridSpan[];
  /** Each pixel becomes a square of this side. */
  readonly scale: number;
  /** Output pixels of a border around a picture that has a colour for it. */
  readonly border: number;
}

/**
 * A sheet has at most so many pixels: 256 MB when it is transparent, and as many as are read of any picture. A page of A4 at
 * 600 dots an inch has 35 million.
 */
export const maxGridPixels = 64e6;

/** Spans of these sizes, one after the other. */
export function spansOf(sizes: readonly number[], gap: number): GridSpan[] {
  let start = 0;
  return sizes.map((size) => {
    const span = { start, end: start + size };
    start = span.end + gap;
    return span;
  });
}

/** @throws RnpError RNP_IMAGE_TOO_LARGE, from the size alone */
export function checkGridSize(width: number, height: number): void {
  if (width * height <= maxGridPixels) return;
  throw new RnpError(
    'RNP_IMAGE_TOO_LARGE',
    `would have ${width}×${height} pixels; at most ${maxGridPixels / 1e6} million are drawn. Give fewer pictures or a smaller scale`,
    { path: 'sheet' },
  );
}

/**
 * A sheet with nothing on it yet.
 *
 * @returns 4 channels on a transparent background, 3 otherwise
 * @throws RnpError RNP_IMAGE_TOO_LARGE before anything is allocated
 */
export function blankGrid({ columns, rows }: GridLayout, background: Rgb | 'transparent'): ImageGrid {
  const [width, height] = [columns.at(-1)!.end, rows.at(-1)!.end];
  checkGridSize(width, height);
  const channels = background === 'transparent' ? 4 : 3;
  const out = { width, height, channels, columns, rows, data: new Uint8Array(width * height * channels) };
  if (background !== 'transparent') fill(out, 0, 0, width, height, background);
  return out;
}

/** Draws a picture into a place. @throws RnpError RNP_IMAGE_RASTER, with `path` in the message */
export function drawCell(
  out: ImageGrid,
  { columns, rows, scale, border }: GridLayout,
  [row, column]: readonly [row: number, column: number],
  cell: GridCell,
  path: string,
): void {
  if (cell === null) return;
  const { raster, border: colour } = borderedOf(cell, path);
  const [across, down] = [columns[column]!, rows[row]!];
  const [w, h] = [raster.width * scale, raster.height * scale];
  const left = across.start + ((across.end - across.start - w) >> 1);
  const top = down.start + ((down.end - down.start - h) >> 1);
  if (colour && border > 0) fill(out, left - border, top - border, w + 2 * border, h + 2 * border, colour);
  draw(out, raster, left, top, scale);
}

/** @throws RnpError RNP_IMAGE_RASTER for an invalid raster, RNP_CONFIG for a border that is no colour */
export function borderedOf(cell: NonNullable<GridCell>, path: string): Bordered {
  const bordered = typeof cell === 'object' && 'raster' in cell ? cell : { raster: cell };
  checkPicture(bordered.raster, path);
  if (bordered.border !== undefined) checkOption.numbers(`${path}.border`, bordered.border, 3);
  return bordered;
}

function fill(
  out: Raster<Uint8Array>,
  left: number,
  top: number,
  width: number,
  height: number,
  colour: Rgb,
): void {
  const { channels, data } = out;
  const pixel = [...colour.map(byteOf), 255].slice(0, channels);
  const start = (top * out.width + left) * channels;
  for (let x = 0; x < width; x++) data.set(pixel, start + x * channels);
  for (let y = 1; y < height; y++)
    data.copyWithin(start + y * out.width * channels, start, start + width * channels);
}

/** Copies a picture, each pixel as a square; a transparent one is laid over what is there. */
function draw(out: Raster<Uint8Array>, picture: AnyRaster, left: number, top: number, scale: number): void {
  const { channels, data, width } = picture;
  const bytes = hasBytes(picture);
  const byte = (at: number): number => (bytes ? data[at]! : byteOf(data[at]!));
  const opacity = (at: number): number => (bytes ? data[at]! / 255 : clip(data[at]!));
  const stride = out.width * out.channels;
  const row = (from: number, to: number): void => {
    for (let x = 0; x < width; x++) {
      const at = from + x * channels;
      const red = byte(at);
      const [green, blue] = channels === 1 ? [red, red] : [byte(at + 1), byte(at + 2)];
      const alpha = channels === 4 ? opacity(at + 3) : 1;
      for (let column = 0; column < scale; column++)
        lay(out, to + (x * scale + column) * out.channels, red, green, blue, alpha);
    }
  };
  for (let y = 0; y < picture.height; y++) {
    const to = ((top + y * scale) * out.width + left) * out.channels;
    row(y * width * channels, to);
    for (let below = 1; below < scale; below++) {
      const next = to + below * stride;
      // What is opaque looks the same on any ground.
      if (channels === 4) row(y * width * channels, next);
      else out.data.copyWithin(next, to, to + width * scale * out.channels);
    }
  }
}

/** A colour in bytes over the pixel that is there. */
function lay(
  { channels, data }: Raster<Uint8Array>,
  to: number,
  red: number,
  green: number,
  blue: number,
  alpha: number,
): void {
  const under = (channels === 4 ? data[to + 3]! / 255 : 1) * (1 - alpha);
  const sum = alpha + under;
  if (sum === 0) return;
  data[to] = Math.round((red * alpha + data[to]! * under) / sum);
  data[to + 1] = Math.round((green * alpha + data[to + 1]! * under) / sum);
  data[to + 2] = Math.round((blue * alpha + data[to + 2]! * under) / sum);
  if (channels === 4) data[to + 3] = Math.round(255 * sum);
}
