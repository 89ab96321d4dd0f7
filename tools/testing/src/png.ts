import { deflateSync } from 'node:zlib';

export interface PngSpec {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly colourType: number;
  readonly interlaced?: boolean;
  readonly palette?: number[];
  readonly transparency?: number[];
  /** Whole numbers, [height, width, n]. */
  readonly samples: readonly number[];
  /** Filter of every row; rows are stored as they are, so only 0 keeps the samples. */
  readonly filter?: number;
}

/** Any PNG, written by the book and independently of the encoder and the decoder that are tested. */
export function writePng(spec: PngSpec): Uint8Array {
  const { width, height, depth, colourType, samples, filter = 0, interlaced = false } = spec;
  const n = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }[colourType] ?? 1;
  const passes = interlaced
    ? ['0 0 8 8', '4 0 8 8', '0 4 4 8', '2 0 4 4', '0 2 2 4', '1 0 2 2', '0 1 1 2']
    : ['0 0 1 1'];
  const raw: number[] = [];
  for (const pass of passes) {
    const [x0, y0, dx, dy] = pass.split(' ').map(Number) as [number, number, number, number];
    if (x0 >= width) continue;
    for (let y = y0; y < height; y += dy) {
      raw.push(filter);
      let bits = '';
      for (let x = x0; x < width; x += dx)
        for (let i = 0; i < n; i++)
          bits += samples[(y * width + x) * n + i]!.toString(2).padStart(depth, '0');
      for (const byte of bits.padEnd(Math.ceil(bits.length / 8) * 8, '0').match(/.{8}/g) ?? [])
        raw.push(Number.parseInt(byte, 2));
    }
  }
  return assemble([
    ['IHDR', [...u32(width), ...u32(height), depth, colourType, 0, 0, interlaced ? 1 : 0]],
    ...(spec.palette ? [['PLTE', spec.palette] as const] : []),
    ...(spec.transparency ? [['tRNS', spec.transparency] as const] : []),
    ['IDAT', [...deflateSync(Uint8Array.from(raw))]],
    ['IEND', []],
  ]);
}

/** Chunks with lengths and checksums, after the signature. */
export function assemble(chunks: readonly (readonly [string, readonly number[]])[]): Uint8Array {
  const bytes = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
  for (const [type, body] of chunks) {
    const named = [...type].map((letter) => letter.charCodeAt(0)).concat(body);
    bytes.push(...u32(body.length), ...named, ...u32(crc(named)));
  }
  return Uint8Array.from(bytes);
}

export function u32(value: number): number[] {
  return [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
}

function crc(bytes: readonly number[]): number {
  let value = 0xffffffff;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  }
  return (value ^ 0xffffffff) >>> 0;
}
