// Huffman tables (ITU-T T.81, annex C and F.2.2.3), looked up by the next ten bits; longer codes are found by their lengths.
//
//   0     u16[1024]  by the next ten bits: length << 8 | symbol; 0 for a longer code
//   2048  i32[1024]  of AC tables: value << 16 | run << 8 | bits of code and value, where the ten bits hold both; else 0
//   6144  i32[18]    by length: the first code of 16 bits that is longer, the rest of them zeros
//   6216  i32[18]    by length: a code's index in the symbols, minus the code
//   6288  u8[256]    the symbols

const limits: usize = 6144;
const offsets: usize = 6216;
const symbols: usize = 6288;

/**
 * Makes a table.
 *
 * @param definition 16 counts of codes, by length, and the symbols
 * @returns 0, or 1 where the lengths are no code, or a DC table has a symbol above 15
 */
export function huffmanTable(definition: usize, table: usize, dc: bool): i32 {
  memory.fill(table, 0, symbols);
  let code = 0;
  let index = 0;
  for (let length = 1; length <= 16; length++) {
    const count = <i32>load<u8>(definition + length - 1);
    store<i32>(table + offsets + (length << 2), index - code);
    for (let i = 0; i < count; i++, index++, code++) {
      if (index >= 256 || code >= 1 << length) return 1;
      const symbol = load<u8>(definition + 16 + index);
      if (dc && symbol > 15) return 1;
      store<u8>(table + symbols + index, symbol);
      if (length > 10) continue;
      const first = code << (10 - length);
      for (let at = first; at < first + (1 << (10 - length)); at++)
        store<u16>(table + (at << 1), <u16>((length << 8) | symbol));
    }
    store<i32>(table + limits + (length << 2), code << (16 - length));
    code <<= 1;
  }
  store<i32>(table + limits + (17 << 2), i32.MAX_VALUE);
  if (!dc) valuesInTenBits(table);
  return 0;
}

function valuesInTenBits(table: usize): void {
  for (let bits = 0; bits < 1024; bits++) {
    const found = <i32>load<u16>(table + (bits << 1));
    const length = found >> 8;
    const size = found & 15;
    if (found === 0 || size === 0 || length + size > 10) continue;
    const value = extended((bits >> (10 - length - size)) & ((1 << size) - 1), size);
    store<i32>(table + 2048 + (bits << 2), (value << 16) | (((found >> 4) & 15) << 8) | (length + size));
  }
}

/** The next symbol: length << 8 | symbol; 0 where no code begins so. */
// @ts-ignore: decorator
@inline
export function symbolOf(table: usize, buffer: u64): i32 {
  const found = <i32>load<u16>(table + (<usize>(buffer >> 54) << 1));
  return found !== 0 ? found : longSymbol(table, buffer);
}

function longSymbol(table: usize, buffer: u64): i32 {
  const code = <i32>(buffer >> 48);
  let length = 11;
  while (code >= load<i32>(table + limits + (length << 2))) length++;
  if (length > 16) return 0;
  const index = (code >> (16 - length)) + load<i32>(table + offsets + (length << 2));
  return (length << 8) | <i32>load<u8>(table + symbols + index);
}

/** A value from its bits, as many as its size says, at least 1 (T.81, F.2.2.1). */
// @ts-ignore: decorator
@inline
export function extended(bits: i32, size: i32): i32 {
  return bits < 1 << (size - 1) ? bits - (1 << size) + 1 : bits;
}
