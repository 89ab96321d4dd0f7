// Prefix codes of deflated data (RFC 1951, 3.2.2), looked up by the next ten bits; longer ones are found length by length.
//
//   0     i32[1024]  by the next ten bits: the entry of the code that they begin with; 0 for a longer code, or none
//   4096  u16[16]    codes by length
//   4128  u16[288]   symbols in the order of their codes
//
// An entry: value << 16 | bits that follow << 8 | kind << 4 | length of the code.

const fastBits: i32 = 10;
const counts: usize = 4096;
const symbols: usize = 4128;
/** Bytes of a table. */
export const prefixTableBytes: usize = 4736;

// What an alphabet is of.
export const LENGTHS_OF_CODES = 0;
export const LITERALS = 1;
export const DISTANCES = 2;

// Kinds of entries, in their place.
/** The length or the distance of a copy, or the length of a code. */
export const NUMBER = 0;
export const LITERAL = 16;
export const END = 32;
/** A symbol that means nothing. */
export const NOTHING = 48;

/**
 * Makes the table of codes of these lengths, 0 to 15 each.
 *
 * @returns whether they are a code as zlib takes it: one without gaps, a single one of one bit, or none at all
 */
export function prefixCodes(lengths: usize, count: i32, alphabet: i32, table: usize): bool {
  memory.fill(table, 0, prefixTableBytes);
  let longest = 0;
  for (let i = 0; i < count; i++) {
    const length = <i32>load<u8>(lengths + i);
    if (length === 0) continue;
    const at = table + counts + (<usize>length << 1);
    store<u16>(at, load<u16>(at) + 1);
    longest = max(longest, length);
  }
  let code = 0;
  let index: usize = 0;
  for (let length = 1; length <= 15; length++) {
    code <<= 1;
    if (load<u16>(table + counts + (<usize>length << 1)) === 0) continue;
    for (let symbol = 0; symbol < count; symbol++) {
      if (<i32>load<u8>(lengths + symbol) !== length) continue;
      if (code >= 1 << length) return false;
      store<u16>(table + symbols + (index++ << 1), <u16>symbol);
      if (length <= fastBits) enter(table, code, length, entryOf(alphabet, symbol) | length);
      code++;
    }
  }
  return code === 1 << 15 || longest === 0 || (longest === 1 && alphabet !== LENGTHS_OF_CODES);
}

/** At all places that begin with a code, the first bit the lowest. */
function enter(table: usize, code: i32, length: i32, entry: i32): void {
  let first = 0;
  for (let i = 0; i < length; i++) first |= ((code >> i) & 1) << (length - 1 - i);
  for (let at = first; at < 1 << fastBits; at += 1 << length) store<i32>(table + (<usize>at << 2), entry);
}

/** Lengths are 3 to 258 and distances 1 to 32768 (RFC 1951, 3.2.5). */
function entryOf(alphabet: i32, symbol: i32): i32 {
  if (alphabet === LENGTHS_OF_CODES) return symbol << 16;
  if (alphabet === DISTANCES) {
    if (symbol > 29) return NOTHING;
    if (symbol < 4) return (symbol + 1) << 16;
    const more = (symbol >> 1) - 1;
    return ((((2 + (symbol & 1)) << more) + 1) << 16) | (more << 8);
  }
  if (symbol < 256) return (symbol << 16) | LITERAL;
  if (symbol === 256) return END;
  if (symbol > 285) return NOTHING;
  if (symbol === 285) return 258 << 16;
  const place = symbol - 257;
  if (place < 8) return (place + 3) << 16;
  const more = (place >> 2) - 1;
  return ((((4 + (place & 3)) << more) + 3) << 16) | (more << 8);
}

/** The entry of the code that these bits begin with, of which there are 15 or more; 0 where none does. */
// @ts-ignore: decorator
@inline
export function entryAt(table: usize, bits: u64, alphabet: i32): i32 {
  const found = load<i32>(table + ((<usize>bits & ((1 << fastBits) - 1)) << 2));
  return found !== 0 ? found : longEntry(table, bits, alphabet);
}

function longEntry(table: usize, bits: u64, alphabet: i32): i32 {
  let code = 0;
  let first = 0;
  let index = 0;
  for (let length = 1; length <= 15; length++, bits >>= 1) {
    code = (code << 1) | (<i32>bits & 1);
    first <<= 1;
    const count = <i32>load<u16>(table + counts + (<usize>length << 1));
    if (code - first < count)
      return entryOf(alphabet, load<u16>(table + symbols + (<usize>(index + code - first) << 1))) | length;
    index += count;
    first += count;
  }
  return 0;
}
