/**
 * Undoes a row's filter in place (PNG specification, section 9). Rows begin with their filter byte, 0 to 4.
 *
 * @param unit the bytes of a pixel, at least 1
 */
export function unfilter(line: Uint8Array, above: Uint8Array, unit: number): void {
  const { length } = line;
  switch (line[0]) {
    case 1:
      for (let i = unit + 1; i < length; i++) line[i] = line[i]! + line[i - unit]!;
      break;
    case 2:
      for (let i = 1; i < length; i++) line[i] = line[i]! + above[i]!;
      break;
    case 3:
      for (let first = 1; first <= unit; first++) averaged(line, above, unit, first);
      break;
    case 4:
      for (let first = 1; first <= unit; first++) predicted(line, above, unit, first);
      break;
  }
}

// One byte of all pixels: what is to the left stays at hand.

function averaged(line: Uint8Array, above: Uint8Array, unit: number, first: number): void {
  let left = 0;
  for (let i = first; i < line.length; i += unit) {
    left = (line[i]! + ((left + above[i]!) >> 1)) & 255;
    line[i] = left;
  }
}

/** By Paeth's: the nearest to left + above − above to the left of these three. Without branches, which noise takes at random. */
function predicted(line: Uint8Array, above: Uint8Array, unit: number, first: number): void {
  let [a, c] = [0, 0];
  for (let i = first; i < line.length; i += unit) {
    const b = above[i]!;
    const [pa, pb, pc] = [Math.abs(b - c), Math.abs(a - c), Math.abs(a + b - 2 * c)];
    // Masks of all bits or none.
    const notA = ((pb - pa) | (pc - pa)) >> 31;
    const notB = (pc - pb) >> 31;
    const other = b ^ ((b ^ c) & notB);
    a = (line[i]! + (a ^ ((a ^ other) & notA))) & 255;
    line[i] = a;
    c = b;
  }
}
