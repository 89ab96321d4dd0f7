import { checkRaster, clip, type Raster } from '@rnp/images';
import { encode } from 'fast-png';

/**
 * A raster as a PNG file: 8 bits, grey, RGB or RGBA by its channels; values are clipped to [0, 1].
 *
 * @example
 * encodePng({ width: 1, height: 1, channels: 1, data: Float32Array.of(0.5) }).length // 67
 * @throws ImageError RNP_IMAGE_RASTER
 */
export function encodePng(raster: Raster): Uint8Array {
  const { width, height, channels, data } = checkRaster(raster);
  const bytes = new Uint8Array(data.length);
  for (let at = 0; at < data.length; at++) bytes[at] = Math.round(255 * clip(data[at]!));
  return encode({ width, height, channels, depth: 8, data: bytes });
}

/** A PNG as an address that a page or an SVG can hold in itself. */
export function pngDataUri(png: Uint8Array): string {
  return `data:image/png;base64,${base64(png)}`;
}

/** Base64 in Node and the browser alike; in pieces, because an argument list has a length limit. */
export function base64(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += 0x8000)
    binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(binary);
}
