import type { JpegKernel } from './jpegKernel.js';
import { descriptorBytes, type JpegMemory, type Plane, tableBytes } from './jpegMemory.js';
import type { JpegPlan, JpegScan } from './jpegPlan.js';

/** Why the data of a scan cannot be decoded. */
export type ScanFault = 'truncated' | { readonly damaged: string };

/** What is thrown for it; whoever knows the picture's name says it. */
export class ScanError extends Error {
  constructor(readonly fault: ScanFault) {
    super(fault === 'truncated' ? fault : fault.damaged);
  }
}

/** What a scan holds, as the kernel numbers it. */
const kinds = Object.freeze({
  sequential: 0,
  sequentialKept: 1,
  firstDc: 2,
  refinedDc: 3,
  firstAc: 4,
  refinedAc: 5,
});

/** Bytes left over behind a scan's pixels of which libjpeg says nothing: those that it has read ahead. */
const maxLeft = 7;

/** One scan, row by row of units. */
export interface ScanReader {
  readonly rows: number;
  /** Decodes the next row of units, into the strip or into the coefficients. @throws ScanError */
  readonly readRow: () => void;
  /** Sees that no more is left over than libjpeg would not notice. @throws ScanError */
  readonly finish: () => void;
}

/**
 * @param isLast of the picture: zeros and fill bytes may follow its pixels
 * @throws ScanError for a Huffman table that is none
 */
export function scanReader(
  kernel: JpegKernel,
  memory: JpegMemory,
  { progressive }: JpegPlan,
  scan: JpegScan,
  isLast: boolean,
): ScanReader {
  const { bytes, words, kept, descriptors, zigzag } = memory;
  const { parts, first, last, high, low, restart, data } = scan;
  const planes = parts.map(({ component }) => memory.planes[component]!);
  // A single component comes block by block, without those that only fill its units.
  const single = planes.length === 1 ? planes[0]! : undefined;
  const columns = single?.blocksAcross ?? memory.unitsAcross;
  const rows = single?.blocksDown ?? memory.unitsDown;
  const kind = progressive
    ? kinds[first === 0 ? (high === 0 ? 'firstDc' : 'refinedDc') : high === 0 ? 'firstAc' : 'refinedAc']
    : kinds[kept ? 'sequentialKept' : 'sequential'];
  parts.forEach(({ dc, ac }, i) => {
    const table = (definition: Uint8Array | undefined, number: number): number => {
      const address = memory.tables + number * tableBytes;
      if (definition === undefined) return address;
      bytes.set(definition, memory.definition);
      if (kernel.huffmanTable(memory.definition, address, number < 4 ? 1 : 0) !== 0)
        throw new ScanError({ damaged: 'a Huffman table is wrong' });
      return address;
    };
    const dcTable = table(dc, i);
    writeDescriptor(words, descriptors + i * descriptorBytes, planes[i]!, {
      single: single !== undefined,
      dcTable,
      acTable: table(ac, 4 + i),
    });
  });
  bytes.set(data, memory.data);
  const end = memory.data + data.length;
  let marker = kernel.beginInterval(memory.data, end);
  let [row, untilRestart, restarts] = [0, restart || Number.POSITIVE_INFINITY, 0];

  const begin = (): void => {
    if (kernel.bytesLeft(0) > 0) throw new ScanError({ damaged: 'other data lies before a restart marker' });
    if (marker >= end) throw new ScanError('truncated');
    if (bytes[marker + 1] !== 0xd0 + (restarts++ & 7))
      throw new ScanError({ damaged: 'a restart marker is missing' });
    marker = kernel.beginInterval(marker + 2, end);
    for (let i = 0; i < planes.length; i++) words[(descriptors + i * descriptorBytes + 16) >> 2] = 0;
    untilRestart = restart;
  };

  return {
    rows,
    readRow: () => {
      for (const [i, { blocks, rowOfBlocks, v }] of planes.entries())
        words[(descriptors + i * descriptorBytes + 32) >> 2] = blocks + row * rowOfBlocks * (single ? 1 : v);
      for (let column = 0; column < columns; ) {
        if (untilRestart === 0) begin();
        const to = Math.min(columns, column + untilRestart);
        const wrong = kernel.decodeUnits(
          kind,
          descriptors,
          planes.length,
          column,
          to,
          first,
          last,
          low,
          zigzag,
        );
        if (wrong === 2) throw new ScanError('truncated');
        if (wrong !== 0) throw new ScanError({ damaged: 'its pixels cannot be decoded' });
        untilRestart -= to - column;
        column = to;
      }
      row++;
    },
    finish: () => {
      if (kernel.bytesLeft(isLast ? 1 : 0) > maxLeft)
        throw new ScanError({ damaged: 'other data follows its pixels' });
      for (let at = marker; at < end; at++)
        if (bytes[at] !== 0xff && !(bytes[at]! >= 0xd0 && bytes[at]! <= 0xd7))
          throw new ScanError({ damaged: 'other data follows its pixels' });
    },
  };
}

/** As assembly/index.ts reads it. */
function writeDescriptor(
  words: Int32Array,
  address: number,
  { h, v, quantisers, samples, stride, rowOfBlocks }: Plane,
  {
    single,
    dcTable,
    acTable,
  }: { readonly single: boolean; readonly dcTable: number; readonly acTable: number },
): void {
  const [across, down] = single ? [1, 1] : [h, v];
  words.set(
    [across, down, dcTable, acTable, 0, quantisers, samples + stride, stride, 0, rowOfBlocks],
    address >> 2,
  );
}
