import { RnpError } from '@rnp/errors';
import { checkRaster, clip, type Raster } from '@rnp/images';

/** A picture of bytes or of floats, as `Raster` says. */
export type AnyRaster = Raster<Uint8Array | Float32Array>;

/** A value in [0, 1] as a byte; what lies outside is clipped. */
export function byteOf(value: number): number {
  return Math.round(255 * clip(value));
}

/** Whether its values are bytes. By their size: an array may come from another realm, where `instanceof` is false. */
export function hasBytes(raster: AnyRaster): raster is Raster<Uint8Array> {
  return raster.data.BYTES_PER_ELEMENT === 1;
}

/**
 * The raster itself, if it can be drawn: its size, channels and data fit together, and no value is NaN, which would be drawn as black
 * and hide what went wrong. Other values outside [0, 1], infinite ones too, are clipped when they are drawn.
 *
 * @throws RnpError RNP_IMAGE_RASTER, which names the first pixel that is NaN
 */
export function checkPicture<R extends AnyRaster>(raster: R, path = 'raster'): R {
  const { data } = checkRaster(raster, path);
  if (hasBytes(raster)) return raster;
  // Without a callback: a picture has millions of values.
  for (let at = 0; at < data.length; at++) if (Number.isNaN(data[at]!)) throw notANumber(raster, at, path);
  return raster;
}

/** The error about a value that is NaN, `at` in the data. */
export function notANumber({ width, channels }: AnyRaster, at: number, path: string): RnpError {
  const pixel = Math.floor(at / channels);
  const channel = channels === 1 ? '' : `, channel ${at % channels}`;
  const where = `(${pixel % width}, ${Math.floor(pixel / width)})${channel}`;
  const problem = `is NaN at pixel ${where}; give numbers, of which those in [0, 1] are drawn as they are`;
  return new RnpError('RNP_IMAGE_RASTER', problem, { path: `${path}.data[${at}]` });
}
