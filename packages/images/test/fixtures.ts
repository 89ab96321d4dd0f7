import type { Raster } from '../src/index.js';

/** A grey picture of the values given, 0 to 1, row by row. */
export function grey(width: number, ...values: number[]): Raster<Uint8Array> {
  return {
    width,
    height: values.length / width,
    channels: 1,
    data: Uint8Array.from(values, (value) => Math.round(255 * value)),
  };
}

/** A picture of one value everywhere, 0 to 1. */
export function evenPicture(width: number, height: number, channels: number, value = 0): Raster<Uint8Array> {
  const data = new Uint8Array(width * height * channels).fill(Math.round(255 * value));
  return { width, height, channels, data };
}

/** The channels of one pixel, as bytes. */
export function pixel({ data, channels, width }: Raster<Uint8Array>, x: number, y: number): number[] {
  const at = (y * width + x) * channels;
  return [...data.subarray(at, at + channels)];
}

/** The error that a call throws; fails loudly when there is none. */
export function thrown(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    return error;
  }
  throw new Error('expected an error');
}
