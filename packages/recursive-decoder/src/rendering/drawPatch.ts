import type { AffineRows, Patch } from '../tree/parseTree.js';
import { coverage, type FrameMask } from './frameMask.js';

/** A picture as plain data: rows, then columns, then channels; usually in [0, 1]. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly data: Float32Array;
}

/** A box of pixels, both ends included; empty when x1 < x0 or y1 < y0. */
export interface Box {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

/**
 * Adds a patch to a raster, or lays it over what is there, sampled bilinearly; a missing neighbour counts as 0, so the patch fades out within
 * one patch pixel of its border.
 *
 * **Convention** frames span [-1, 1]² with corners on pixel centres, x right, y down.
 *
 * @param toPatch raster frame → patch frame
 * @param frames of the ancestors; what is drawn is multiplied by what they let through
 * @param box of `patchBox`
 * @param over whether the patch has a channel more than the raster, alpha, by which its colours are multiplied
 */
export function drawPatch(
  raster: Raster,
  patch: Patch,
  toPatch: AffineRows,
  frames: readonly FrameMask[],
  box: Box,
  over: boolean,
): void {
  const { width, height, channels, data } = raster;
  const [rows, columns, stride] = patch.shape;
  const sample = new Float64Array(stride);
  const [[a, b, c], [d, e, f]] = toPatch;
  for (let row = box.y0; row <= box.y1; row++) {
    const y = coordinate(row, height);
    for (let column = box.x0; column <= box.x1; column++) {
      const x = coordinate(column, width);
      const cover = coverage(frames, x, y);
      if (cover === 0) continue;
      const u = ((a * x + b * y + c + 1) / 2) * (columns - 1);
      const v = ((d * x + e * y + f + 1) / 2) * (rows - 1);
      if (!(u > -1 && u < columns && v > -1 && v < rows)) continue;
      const at = (row * width + column) * channels;
      if (!over) {
        addSample(data, at, channels, patch.data, rows, columns, u, v, cover);
        continue;
      }
      sample.fill(0);
      addSample(sample, 0, stride, patch.data, rows, columns, u, v, cover);
      const behind = 1 - sample[channels]!;
      for (let i = 0; i < channels; i++) data[at + i] = sample[i]! + behind * data[at + i]!;
    }
  }
}

/** The pixels of a raster of this size that `drawPatch` visits; all others stay as they are. */
export function patchBox(
  { width, height }: Pick<Raster, 'width' | 'height'>,
  { shape: [rows, columns] }: Patch,
  toPatch: AffineRows,
  frames: readonly FrameMask[],
): Box {
  // A pixel at u in (-1, columns) still touches the patch; in frame units that reaches this far from its centre.
  const own = boundingBox(toPatch, reach(columns), reach(rows), width, height);
  return frames.reduce((box, { rows, edges: [x, y], fade }) => {
    return intersection(box, boundingBox(rows, x + fade, y + fade, width, height));
  }, own);
}

/** Numbers alone: a list taken apart for each pixel takes longer than the sample. */
function addSample(
  data: Float32Array | Float64Array,
  at: number,
  channels: number,
  patch: Patch['data'],
  rows: number,
  columns: number,
  u: number,
  v: number,
  cover: number,
): void {
  const left = Math.floor(u);
  const top = Math.floor(v);
  for (let i = 0; i < 4; i++) {
    const column = left + (i & 1);
    const row = top + (i >> 1);
    if (column < 0 || row < 0 || column >= columns || row >= rows) continue;
    const weight = (i & 1 ? u - left : 1 - (u - left)) * (i >> 1 ? v - top : 1 - (v - top)) * cover;
    if (weight === 0) continue;
    const from = (row * columns + column) * channels;
    for (let channel = 0; channel < channels; channel++)
      data[at + channel]! += weight * patch[from + channel]!;
  }
}

/** The frame coordinate of a pixel's centre; a side of one pixel lies in the middle. */
function coordinate(pixel: number, side: number): number {
  return side === 1 ? 0 : -1 + (2 * pixel) / (side - 1);
}

/** How far from its centre, in frame units, a patch side of so many pixels has any ink. */
function reach(side: number): number {
  return side === 1 ? Number.POSITIVE_INFINITY : 1 + 2 / (side - 1);
}

/** The raster's pixels that the map can take into [-reachX, reachX] × [-reachY, reachY]. */
function boundingBox(map: AffineRows, reachX: number, reachY: number, width: number, height: number): Box {
  const [[a, b, c], [d, e, f]] = map;
  const determinant = a * e - b * d;
  // The preimage is a parallelogram around the preimage of the centre.
  const centreX = (b * f - e * c) / determinant;
  const centreY = (d * c - a * f) / determinant;
  const spanX = (Math.abs(e) * reachX + Math.abs(b) * reachY) / Math.abs(determinant);
  const spanY = (Math.abs(d) * reachX + Math.abs(a) * reachY) / Math.abs(determinant);
  const all = { x0: 0, y0: 0, x1: width - 1, y1: height - 1 };
  // A flattened map has no preimage to bound; every pixel is tried.
  if (![centreX, centreY, spanX, spanY].every(Number.isFinite)) return all;
  const [x0, x1] = pixelRange(centreX, spanX, width);
  const [y0, y1] = pixelRange(centreY, spanY, height);
  return { x0, y0, x1, y1 };
}

/** Whole pixels around [centre − span, centre + span], one more on either side for rounding, cut to the raster. */
function pixelRange(centre: number, span: number, side: number): [number, number] {
  if (side === 1) return [0, 0];
  const toPixel = (x: number): number => ((x + 1) / 2) * (side - 1);
  return [
    Math.max(0, Math.floor(toPixel(centre - span)) - 1),
    Math.min(side - 1, Math.ceil(toPixel(centre + span)) + 1),
  ];
}

function intersection(a: Box, b: Box): Box {
  return {
    x0: Math.max(a.x0, b.x0),
    y0: Math.max(a.y0, b.y0),
    x1: Math.min(a.x1, b.x1),
    y1: Math.min(a.y1, b.y1),
  };
}
