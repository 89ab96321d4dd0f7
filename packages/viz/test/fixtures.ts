import { zlibSync } from 'fflate';
import { createRaster, type DrawableNode, type PartsExample, type Raster } from '../src/index.js';

/** A grey raster of the values given, row by row. */
export function grey(width: number, ...values: number[]): Raster {
  return { width, height: values.length / width, channels: 1, data: Float32Array.from(values) };
}

/** The channels of one pixel, rounded to a byte. */
export function pixel(raster: Raster, x: number, y: number): number[] {
  const at = (y * raster.width + x) * raster.channels;
  return Array.from(raster.data.subarray(at, at + raster.channels), (value) => Math.round(value * 255));
}

export const example: PartsExample = {
  input: grey(2, 1, 0, 0, 1),
  reconstruction: grey(2, 0.8, 0, 0, 0.6),
  parts: [grey(2, 1, 0, 0, 0), grey(2, 0, 0, 0, 1)],
  partCanvases: [
    { subparts: [grey(2, 1, 1, 0, 0), grey(2, 0, 0, 1, 1)] },
    { subparts: [grey(2, 0, 1, 0, 1), grey(2, 1, 0, 1, 0)] },
  ],
};

export interface TestNode extends DrawableNode<TestNode> {
  readonly raster: Raster;
}

/** A tree with `steps[depth]` children below each node; parts are half as large as the image and lie at its corners. */
export function tree(...steps: number[]): { root: TestNode } {
  const node = (depth: number, step: number): TestNode => ({
    level: steps.length - depth,
    step,
    action: depth === 0 ? null : [0.25, -0.5, 0.1, -0.001, step / 10, -1],
    toImage:
      depth === 0
        ? [
            [1, 0, 0],
            [0, 1, 0],
          ]
        : [
            [2, 0, step % 2 === 0 ? -1 : 1],
            [0, 2, step > 2 ? -1 : 1],
          ],
    children: Array.from({ length: steps[depth] ?? 0 }, (_, index) => node(depth + 1, index + 1)),
    raster: createRaster(4, 4, 1, 0.5),
  });
  return { root: node(0, 0) };
}

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
    ['IDAT', [...zlibSync(Uint8Array.from(raw))]],
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

/** Reads a document by XML's rules for tags, attributes and entities; the first fault as text, or null. */
export function xmlFault(text: string): string | null {
  const open: string[] = [];
  const token = /<(\/?)([A-Za-z][\w:-]*)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/gy;
  let roots = 0;
  while (token.lastIndex < text.length) {
    const at = token.lastIndex;
    const match = token.exec(text);
    if (match === null) return `no XML at ${at}: ${text.slice(at, at + 40)}`;
    const [, closing, name, attributes = '', alone, content] = match;
    if (/&(?!(?:amp|lt|gt|quot|#39);)/.test((content ?? '') + attributes)) return `a bare & at ${at}`;
    if (name === undefined) continue;
    const names = [...attributes.matchAll(/([\w:-]+)=/g)].map(([, key]) => key);
    if (new Set(names.filter((key) => key !== undefined)).size < names.length && !/="[^"]*=/.test(attributes))
      return `an attribute twice at ${at}`;
    if (closing) {
      if (open.pop() !== name) return `</${name}> at ${at} closes something else`;
    } else if (!alone) {
      if (open.length === 0) roots++;
      open.push(name);
    }
  }
  return open.length > 0 ? `<${open.at(-1)}> stays open` : roots === 1 ? null : `${roots} roots`;
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
