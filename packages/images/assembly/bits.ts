// The bits of a scan's entropy-coded data, from the highest of each byte down. Readers hold up to 64 of them in a local, the next one on
// top, and put back what they did not take.

/** The next byte that no bit of was taken, where the interval ends, and the bits between: `bitCount` of them, on top of `bitBuffer`. */
export let bitsAt: usize = 0;
export let bitsEnd: usize = 0;
export let bitBuffer: u64 = 0;
export let bitCount: i32 = 0;
/** Blocks that follow without a coefficient in this band, of progressive scans. */
export let endOfBandRun: i32 = 0;

export function setBits(at: usize, buffer: u64, count: i32): void {
  bitsAt = at;
  bitBuffer = buffer;
  bitCount = count;
}

export function setEndOfBandRun(run: i32): void {
  endOfBandRun = run;
}

/**
 * Begins an interval between restart markers: takes the zeros after 0xff out of it, in place, up to the next marker, so that readers
 * need not look for them.
 *
 * @returns where the marker begins; `end` where there is none
 */
export function beginInterval(from: usize, end: usize): usize {
  let at = from;
  let to = from;
  while (at < end) {
    const byte = load<u8>(at);
    if (byte !== 0xff) {
      store<u8>(to++, byte);
      at++;
      continue;
    }
    const next = at + 1 < end ? load<u8>(at + 1) : 0xd9;
    // Any number of 0xff may come before a marker.
    if (next === 0xff) at++;
    else if (next !== 0) break;
    else {
      store<u8>(to++, 0xff);
      at += 2;
    }
  }
  bitsAt = from;
  bitsEnd = to;
  bitBuffer = 0;
  bitCount = 0;
  endOfBandRun = 0;
  return at;
}

/** Whether more bits were taken than the interval has; the memory after it holds something else. */
export function beyondInterval(): bool {
  return bitsAt - <usize>(bitCount >> 3) > bitsEnd;
}

/** Whole bytes of the interval that were not taken; with `padding` those alone that are neither 0 nor 255. */
export function bytesLeft(padding: bool): i32 {
  const from = bitsAt - <usize>(bitCount >> 3);
  if (!padding) return <i32>(bitsEnd - from);
  let left = 0;
  for (let at = from; at < bitsEnd; at++) {
    const byte = load<u8>(at);
    if (byte !== 0 && byte !== 0xff) left++;
  }
  return left;
}

/** The eight bytes at an address as a number, the first the highest. */
// @ts-ignore: decorator
@inline
export function eightBytes(at: usize): u64 {
  return bswap<u64>(load<u64>(at));
}
