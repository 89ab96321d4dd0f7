import { clip, type Raster } from '@rnp/images';

/** A picture of bytes or of floats, as `Raster` says. */
export type AnyRaster = Raster<Uint8Array | Float32Array>;

/** A value in [0, 1] as a byte; what lies outside is clipped, NaN is 0. */
export function byteOf(value: number): number {
  return Math.round(255 * clip(value));
}

/** Whether its values are bytes. By their size: an array may come from another realm, where `instanceof` is false. */
export function hasBytes(raster: AnyRaster): raster is Raster<Uint8Array> {
  return raster.data.BYTES_PER_ELEMENT === 1;
}
