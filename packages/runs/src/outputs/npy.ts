// n rows, d columns

import { check } from '../checks.js';

/** The header's end falls on a multiple of this. */
const alignment = 64;
const magic = Uint8Array.of(0x93, ...new TextEncoder().encode('NUMPY'), 1, 0);

/**
 * A matrix as a NumPy file, version 1.0, float32, little-endian, in C order: `numpy.load` reads it.
 *
 * @param rows [n][d], all finite; numbers are rounded to float32
 * @throws RnpError RNP_CONFIG naming an entry that is not a finite number, or a row of another length
 */
export function npy(rows: readonly (readonly number[])[]): Uint8Array {
  check.list('rows', rows, (path, row) => check.numbers(path, row, rows[0]!.length));
  const [count, columns] = [rows.length, rows[0]?.length ?? 0];
  const description = `{'descr': '<f4', 'fortran_order': False, 'shape': (${count}, ${columns}), }`;
  const lengthAt = magic.length;
  const textAt = lengthAt + 2;
  const dataAt = Math.ceil((textAt + description.length + 1) / alignment) * alignment;
  const text = `${description.padEnd(dataAt - textAt - 1)}\n`;
  const bytes = new Uint8Array(dataAt + 4 * count * columns);
  const view = new DataView(bytes.buffer);
  bytes.set(magic);
  view.setUint16(lengthAt, text.length, true);
  bytes.set(new TextEncoder().encode(text), textAt);
  rows.forEach((row, i) => {
    row.forEach((value, d) => {
      view.setFloat32(dataAt + 4 * (i * columns + d), value, true);
    });
  });
  return bytes;
}
