// The input of inflate.ts, taken by bits, the lowest of a byte first (RFC 1951, 3.1.1).

/** More than a symbol and its bits take, and what is read ahead. */
export const symbolBytes: usize = 16;

export let inputAt: usize = 0;
export let inputEnd: usize = 0;
export let isLastInput: bool = false;
/** The next bits, the first the lowest. Above `bitCount` they are those of the input or 0. */
export let bits: u64 = 0;
export let bitCount: i32 = 0;

/** @param from where the input begins, `to` where it ends; 16 bytes beyond are looked at */
export function beginInput(from: usize, to: usize, isLast: bool): void {
  inputAt = from;
  inputEnd = to;
  isLastInput = isLast;
}

/** Input and bits were taken elsewhere. */
export function setInput(at: usize, nextBits: u64, count: i32): void {
  inputAt = at;
  bits = nextBits;
  bitCount = count;
}

/** What was read ahead is read again: it may lie elsewhere then. Bits of a byte that is begun stay. */
export function unreadBytes(): void {
  inputAt -= <usize>(bitCount >> 3);
  bitCount &= 7;
  bits &= (<u64>1 << <u64>bitCount) - 1;
}

/** Whether more was taken than there is. */
// @ts-ignore: decorator
@inline
export function isBeyondInput(at: usize, count: i32): bool {
  return at - <usize>(count >> 3) > inputEnd;
}

/** Bits that are there without reading ahead: at least 56. */
export function lookAhead(): u64 {
  // Where there is no more input, 0.
  bits |= (inputAt < inputEnd + symbolBytes ? load<u64>(inputAt) : 0) << <u64>bitCount;
  inputAt += <usize>((63 - bitCount) >> 3);
  bitCount |= 56;
  return bits;
}

export function takeBits(size: i32): i32 {
  const value = <i32>lookAhead() & ((1 << size) - 1);
  bits >>= <u64>size;
  bitCount -= size;
  return value;
}
