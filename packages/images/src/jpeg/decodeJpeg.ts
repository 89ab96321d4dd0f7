import { check } from '../checks.js';
import { type DecodeContext, type DecodeOptions, decodeContext } from '../decodeOptions.js';
import { formatOf } from '../format.js';
import type { Picture } from '../raster.js';
import { roomFor } from '../roomFor.js';
import { type OpenRowSink, type RowSink, rowsOf } from '../rows/rowSink.js';
import { placeRow, turnedSize } from './exif.js';
import { readJpegFrame } from './jpegFrame.js';
import { type JpegKernel, startJpegKernel } from './jpegKernel.js';
import { type JpegMemory, jpegMemory } from './jpegMemory.js';
import { type JpegPlan, jpegPlan } from './jpegPlan.js';
import { type OnRow, rowWriter } from './rowWriter.js';
import { ScanError, scanReader } from './scanReader.js';

/** The kernel at hand; made anew after a picture that was large, whose memory it would keep. */
let kernel: Promise<JpegKernel> | undefined;

/** Of a picture, above which its kernel is not kept. */
const maxKeptPixels = 4e6;

/**
 * A JPEG of 8 bits, grey, YCbCr or RGB, baseline or progressive → [h, w, 3] bytes, turned as its EXIF data says; a grey one has
 * three equal channels. Colour at half the resolution is interpolated, as libjpeg does it; profiles are not applied.
 *
 * Memory is that of the picture and of a few rows; of more than one scan also two bytes a coefficient, of which there are as
 * many as samples.
 *
 * @throws RnpError RNP_IMAGE_EMPTY, _FORMAT, _TRUNCATED, _CORRUPT, _TOO_LARGE, naming the path
 * @example await decodeJpeg(await readFile('cup.jpg'), { path: 'cup.jpg' }) // { width: 640, height: 480, channels: 3, data }
 */
export async function decodeJpeg(bytes: Uint8Array, options: DecodeOptions = {}): Promise<Picture> {
  check.bytes('bytes', bytes);
  const context = decodeContext(options);
  if (formatOf(bytes, context) !== 'jpeg')
    throw context.fail('RNP_IMAGE_FORMAT', 'is a PNG, whatever its name. Give a JPEG.');
  return decodeCheckedJpeg(bytes, context);
}

/** @param bytes known to begin as a JPEG */
export function decodeCheckedJpeg(bytes: Uint8Array, context: DecodeContext): Promise<Picture> {
  return decodeInto(bytes, context, turnedPicture);
}

/**
 * The same, row by row. A picture that its EXIF data turns is decoded whole first.
 *
 * @param bytes known to begin as a JPEG
 */
export function decodeJpegRows<Result>(
  bytes: Uint8Array,
  context: DecodeContext,
  open: OpenRowSink<Result>,
): Promise<Result> {
  return decodeInto(bytes, context, (plan) => {
    if (plan.orientation === 1) return open({ width: plan.width, height: plan.height, channels: 3 });
    const whole = turnedPicture(plan);
    return { take: whole.take, finish: () => rowsOf(whole.finish(), open) };
  });
}

/** Rows of a picture as they lie in the file → the picture as it is to be seen. */
function turnedPicture({ width, height, orientation }: JpegPlan): RowSink<Picture> {
  const size = turnedSize({ width, height }, orientation);
  const data = new Uint8Array(width * height * 3);
  let y = 0;
  return {
    take: (row) => placeRow(row, y++, height, orientation, data),
    finish: () => ({ ...size, channels: 3, data }),
  };
}

async function decodeInto<Result>(
  bytes: Uint8Array,
  context: DecodeContext,
  open: (plan: JpegPlan) => RowSink<Result>,
): Promise<Result> {
  const plan = jpegPlan(readJpegFrame(bytes, context), context);
  kernel ??= startJpegKernel().catch((error: unknown) => {
    kernel = undefined;
    throw error;
  });
  const ready = await kernel;
  if (plan.width * plan.height > maxKeptPixels) kernel = undefined;
  const { sink, memory } = roomFor(context, () => ({ sink: open(plan), memory: jpegMemory(ready, plan) }));
  try {
    // Without a pause: the kernel's memory is of one picture at a time.
    decodeRows(ready, memory, plan, sink.take);
  } catch (error) {
    if (!(error instanceof ScanError)) throw error;
    const { fault } = error;
    if (fault === 'truncated')
      throw context.fail('RNP_IMAGE_TRUNCATED', 'is a JPEG whose pixels end too early. Copy it again.');
    throw context.fail('RNP_IMAGE_CORRUPT', `is a damaged JPEG: ${fault.damaged}. Export or copy it again.`);
  }
  return sink.finish();
}

/** @throws ScanError */
function decodeRows(kernel: JpegKernel, memory: JpegMemory, plan: JpegPlan, onRow: OnRow): void {
  const write = rowWriter(kernel, memory, plan, onRow);
  const { kept, planes, words, zigzag } = memory;
  for (const [i, scan] of plan.scans.entries()) {
    const reader = scanReader(kernel, memory, plan, scan, i === plan.scans.length - 1);
    for (let row = 0; row < reader.rows; row++) {
      reader.readRow();
      if (!kept) write(row);
    }
    reader.finish();
  }
  if (!kept) return;
  for (let row = 0; row < memory.unitsDown; row++) {
    for (const { address, v, quantisers, samples, stride, blocks, rowOfBlocks } of planes) {
      const from = blocks + row * v * rowOfBlocks;
      words.set([1, v, 0, 0, 0, quantisers, samples + stride, stride, from, rowOfBlocks], address >> 2);
      kernel.transformUnits(address, rowOfBlocks / 128, zigzag);
    }
    write(row);
  }
}
