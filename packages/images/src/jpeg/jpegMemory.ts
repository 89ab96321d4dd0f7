// The layout of the kernel's memory for one picture; addresses and sizes in bytes.
import type { JpegKernel } from './jpegKernel.js';
import { type JpegPlan, type JpegScan, zigzag } from './jpegPlan.js';

/** A component in the kernel's memory. */
export interface Plane {
  readonly h: number;
  readonly v: number;
  /** Of its own samples that are the picture's. */
  readonly width: number;
  readonly height: number;
  /** Blocks that are the picture's; in each row of units there are as many as its units have. */
  readonly blocksAcross: number;
  readonly blocksDown: number;
  /** Its descriptor. */
  readonly address: number;
  readonly quantisers: number;
  /** A row of samples above the strip of one row of units, then the strip. */
  readonly samples: number;
  readonly stride: number;
  /** All its coefficients, where they are kept. */
  readonly blocks: number;
  readonly rowOfBlocks: number;
  /** A row as wide as the picture. */
  readonly wideRow: number;
}

export interface JpegMemory {
  readonly bytes: Uint8Array;
  readonly words: Int32Array;
  /** Whether coefficients are kept until all scans are read. */
  readonly kept: boolean;
  readonly maxV: number;
  readonly maxH: number;
  readonly unitsAcross: number;
  readonly unitsDown: number;
  readonly planes: readonly Plane[];
  readonly zigzag: number;
  /** Components of a scan. */
  readonly descriptors: number;
  readonly definition: number;
  /** Eight Huffman tables. */
  readonly tables: number;
  readonly sums: number;
  readonly pixels: number;
  /** Of one scan at a time. */
  readonly data: number;
}

/** Bytes of a component's descriptor and of a Huffman table, see assembly/. */
export const descriptorBytes = 64;
export const tableBytes = 6656;
/** Behind the zigzag order: that of blocks that are kept. */
const keptOrder = 704;
/** A block that is cut short reads so far beyond its data at most; rows are read and written in steps. */
const slack = 1024;

/** Lays out the memory that a picture needs, and no more: coefficients only where there is more than one scan. */
export function jpegMemory(kernel: JpegKernel, plan: JpegPlan): JpegMemory {
  const { width, height, components, scans } = plan;
  const kept = plan.progressive || scans.length > 1;
  const maxH = Math.max(...components.map(({ h }) => h));
  const maxV = Math.max(...components.map(({ v }) => v));
  const unitsAcross = Math.ceil(width / (8 * maxH));
  const unitsDown = Math.ceil(height / (8 * maxV));
  let end = 0;
  const room = (bytes: number): number => {
    const address = end;
    end += Math.ceil(bytes / 64) * 64;
    return address;
  };
  const own = { zigzag: room(slack), descriptors: room(3 * descriptorBytes), definition: room(272) };
  const tables = room(8 * tableBytes);
  const paddedWidth = unitsAcross * maxH * 8;
  const sums = room(2 * paddedWidth + slack);
  const pixels = room(3 * paddedWidth + slack);
  const planes = components.map(({ h, v }): Plane => {
    const size = {
      width: Math.ceil((width * h) / maxH),
      height: Math.ceil((height * v) / maxV),
    };
    const stride = unitsAcross * h * 8;
    const rowOfBlocks = unitsAcross * h * 128;
    return {
      h,
      v,
      ...size,
      blocksAcross: Math.ceil(size.width / 8),
      blocksDown: Math.ceil(size.height / 8),
      address: room(descriptorBytes),
      quantisers: room(128),
      samples: room(stride * (8 * v + 1) + slack),
      stride,
      blocks: kept ? room(rowOfBlocks * v * unitsDown) : 0,
      rowOfBlocks,
      wideRow: room(paddedWidth + slack),
    };
  });
  const data = room(Math.max(...scans.map((scan: JpegScan) => scan.data.length)) + slack);
  const missing = Math.ceil(end / 65536) - kernel.memory.buffer.byteLength / 65536;
  if (missing > 0) kernel.memory.grow(missing);
  const bytes = new Uint8Array(kernel.memory.buffer);
  const words = new Int32Array(kernel.memory.buffer);
  zigzag.forEach((place, i) => {
    bytes[own.zigzag + i] = 2 * place;
    bytes[own.zigzag + keptOrder + i] = 2 * i;
  });
  planes.forEach(({ quantisers, blocks, rowOfBlocks, v }, i) => {
    new Int16Array(kernel.memory.buffer, quantisers, 64).set(components[i]!.quantisers);
    if (kept) bytes.fill(0, blocks, blocks + rowOfBlocks * v * unitsDown);
  });
  return {
    bytes,
    words,
    kept,
    maxH,
    maxV,
    unitsAcross,
    unitsDown,
    planes,
    ...own,
    tables,
    sums,
    pixels,
    data,
  };
}
