import { crc32, deflateSync } from 'node:zlib';

/** How a PNG says its pixels. */
export interface PngForm {
  readonly width: number;
  readonly height: number;
  readonly bitDepth: 8 | 16;
  /** 0: grey; 2: red, green, blue; 3: palette. */
  readonly colourType: 0 | 2 | 3;
  /** Chunks before the pixels, such as a palette or a gamma. */
  readonly before?: Readonly<Record<string, readonly number[]>>;
}

/** A PNG file of rows of bytes as they stand in it, none filtered. */
export function pngFile(form: PngForm, rows: readonly Uint8Array[]): Uint8Array {
  const { width, height, bitDepth, colourType, before = {} } = form;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([bitDepth, colourType, 0, 0, 0], 8);
  const lines = Buffer.concat(rows.map((row) => Buffer.concat([Buffer.of(0), row])));
  return Buffer.concat([
    Buffer.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    chunk('IHDR', header),
    ...Object.entries(before).map(([name, bytes]) => chunk(name, Buffer.from(bytes))),
    chunk('IDAT', deflateSync(lines)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(name: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(named) >>> 0);
  return Buffer.concat([length, named, check]);
}
