// JPEG decoding (ITU-T T.81) on memory that the caller lays out; what is called when is said in src/jpeg. And inflating, for src/png,
// in an instance of its own.
import { beginInterval, bytesLeft, endOfBandRun, setEndOfBandRun } from './bits';
import { firstAc, firstDc, refinedAc, refinedDc, sequentialBlock } from './blocks';
import { huffmanTable } from './huffman';
import { beginInflating, inflate, inflatedTo, inputLeftAt, slideWindow } from './inflate';
import { inverseDct } from './inverseDct';
import { rowByRow } from './rowByRow';
import { betweenRows, coloursOf, doubledRow, interleaved, repeatedRow } from './samples';

export { beginInterval, betweenRows, bytesLeft, coloursOf, doubledRow, huffmanTable, interleaved, repeatedRow };
export { beginInflating, inflate, inflatedTo, inputLeftAt, slideWindow };

// A component of a scan, 64 bytes: int32 each.
/** Blocks across and down in a unit that the components take turns in. */
const across: usize = 0;
const down: usize = 4;
const dcTable: usize = 8;
const acTable: usize = 12;
const predicted: usize = 16;
const quantisers: usize = 20;
/** Of the first row of samples of a strip; bytes from row to row. */
const samples: usize = 24;
const stride: usize = 28;
/** Of the first block of a row of units; bytes from row to row of blocks. */
const blocks: usize = 32;
const rowOfBlocks: usize = 36;

/** What a scan holds of a block. */
const SEQUENTIAL = 0;
const SEQUENTIAL_KEPT = 1;
const FIRST_DC = 2;
const REFINED_DC = 3;
const FIRST_AC = 4;

// Behind the 64 bytes of the zigzag order, which say where each coefficient lies in a block of rows, in bytes:
/** Room of the transform, 512 bytes. */
const transformRoom: usize = 64;
/** A block, row by row. */
const rowBlock: usize = 576;
/** The order of a block that is kept, which is that of scans: 64 bytes. */
const keptOrder: usize = 704;

/**
 * Decodes units of one row, from column `from` on. A sequential picture of one scan becomes samples at once; all others keep
 * their coefficients.
 *
 * @param zigzag 768 bytes: the zigzag order, and the room behind it
 * @returns 0, or what is wrong: 1 for what is no code, 2 for an interval that ends too early
 */
export function decodeUnits(
  kind: i32, components: usize, count: i32, from: i32, to: i32, first: i32, last: i32, low: i32, zigzag: usize,
): i32 {
  const direct = zigzag + rowBlock;
  const order = kind === SEQUENTIAL ? zigzag : zigzag + keptOrder;
  for (let unit = from; unit < to; unit++) {
    if (kind === FIRST_AC && endOfBandRun > 0) {
      // Nothing comes for so many blocks.
      const skipped = min(endOfBandRun, to - unit);
      setEndOfBandRun(endOfBandRun - skipped);
      unit += skipped - 1;
      continue;
    }
    for (let i = 0; i < count; i++) {
      const c = components + (<usize>i << 6);
      const h = load<i32>(c, across);
      const v = load<i32>(c, down);
      for (let y = 0; y < v; y++) {
        for (let x = 0; x < h; x++) {
          const column = unit * h + x;
          const block =
            kind === SEQUENTIAL
              ? direct
              : load<usize>(c, blocks) + y * load<i32>(c, rowOfBlocks) + (column << 7);
          let wrong = 0;
          if (kind <= SEQUENTIAL_KEPT)
            wrong = sequentialBlock(block, load<usize>(c, dcTable), load<usize>(c, acTable), c + predicted, order);
          else if (kind === FIRST_DC) wrong = firstDc(block, load<usize>(c, dcTable), c + predicted, low);
          else if (kind === REFINED_DC) wrong = refinedDc(block, low);
          else if (kind === FIRST_AC) wrong = firstAc(block, load<usize>(c, acTable), first, last, low);
          else wrong = refinedAc(block, load<usize>(c, acTable), first, last, low);
          if (wrong !== 0) return wrong;
          if (kind !== SEQUENTIAL) continue;
          const width = load<usize>(c, stride);
          const into = load<usize>(c, samples) + ((<usize>y * width + <usize>column) << 3);
          inverseDct(block, load<usize>(c, quantisers), into, width, zigzag + transformRoom);
        }
      }
    }
  }
  return 0;
}

/** The samples of a row of units from kept coefficients. @param columns of blocks */
export function transformUnits(component: usize, columns: i32, zigzag: usize): void {
  const width = load<usize>(component, stride);
  const direct = zigzag + rowBlock;
  for (let y = 0; y < load<i32>(component, down); y++)
    for (let x = 0; x < columns; x++) {
      const kept = load<usize>(component, blocks) + y * load<i32>(component, rowOfBlocks) + (x << 7);
      rowByRow(kept, direct);
      const into = load<usize>(component, samples) + ((<usize>y * width + <usize>x) << 3);
      inverseDct(direct, load<usize>(component, quantisers), into, width, zigzag + transformRoom);
    }
}
