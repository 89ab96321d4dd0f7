import type { JpegSegment } from './jpegFrame.js';

const app1 = 0xe1;
/** The tag, and the type of its value: 16 bits. */
const [orientation, short] = [0x0112, 3];

/** How a picture is to be turned, 1 to 8 (EXIF 2.3, 4.6.4); 1, as it is, where nothing or nonsense is said. */
export function orientationOf(segments: readonly JpegSegment[]): number {
  for (const { marker, body } of segments) {
    if (
      marker !== app1 ||
      body.length < 20 ||
      !'Exif\0\0'.split('').every((c, i) => body[i] === c.charCodeAt(0))
    )
      continue;
    const tiff = new DataView(body.buffer, body.byteOffset + 6, body.byteLength - 6);
    const little = tiff.getUint16(0) === 0x4949;
    const entries = tiff.getUint32(4, little);
    if (entries + 2 > tiff.byteLength) return 1;
    const count = tiff.getUint16(entries, little);
    for (let i = 0, at = entries + 2; i < count && at + 12 <= tiff.byteLength; i++, at += 12) {
      if (tiff.getUint16(at, little) !== orientation || tiff.getUint16(at + 2, little) !== short) continue;
      const value = tiff.getUint16(at + 8, little);
      return value >= 1 && value <= 8 ? value : 1;
    }
    return 1;
  }
  return 1;
}

/** Size of a picture of this size, turned. */
export function turnedSize(
  { width, height }: { readonly width: number; readonly height: number },
  turn: number,
): { readonly width: number; readonly height: number } {
  return turn > 4 ? { width: height, height: width } : { width, height };
}

/**
 * Writes row y of a picture of three channels to where it lies in the turned one.
 *
 * @param row [width·3]
 * @param out of the turned picture
 */
export function placeRow(row: Uint8Array, y: number, height: number, turn: number, out: Uint8Array): void {
  const width = row.length / 3;
  if (turn === 1) {
    out.set(row, y * row.length);
    return;
  }
  // The place of the row's first pixel, and the way to the next, in pixels.
  const [from, step] = {
    2: [y * width + width - 1, -1],
    3: [(height - y) * width - 1, -1],
    4: [(height - 1 - y) * width, 1],
    5: [y, height],
    6: [height - 1 - y, height],
    7: [height * width - 1 - y, -height],
    8: [(width - 1) * height + y, -height],
  }[turn as 2] as [number, number];
  for (let x = 0, to = 3 * from; x < row.length; x += 3, to += 3 * step) {
    out[to] = row[x]!;
    out[to + 1] = row[x + 1]!;
    out[to + 2] = row[x + 2]!;
  }
}
