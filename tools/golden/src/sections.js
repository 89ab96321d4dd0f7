import * as tf from '@tensorflow/tfjs-core';
import { FormError } from './form.js';
import { Row } from './row.js';
import { affine } from './sections/affine.js';
import { decoder } from './sections/decoder.js';
import { kl } from './sections/kl.js';
import { layers } from './sections/layers.js';
import { place, zoom } from './sections/placed.js';
import { softFrames } from './sections/softFrames.js';

/**
 * A section of the file: the form of its entries and how to check one of them on the active backend. `row(title)`
 * gives the line of the report for that part of the section; the same title, the same line.
 * @typedef {{
 *   form: import('./form.js').Form,
 *   check: (entry: any, path: string, row: (title: string) => Row) => void | Promise<void>,
 * }} Section
 */

/** @type {Readonly<Record<string, Section>>} */
export const sections = { affine, place, zoom, softFrames, ...layers, decoder, kl };

/**
 * Checks every section on the active backend; gives its rows section by section.
 * @param {Record<string, object[]>} golden of a checked form
 * @throws {FormError} where the tensors of an entry do not fit each other
 */
export async function* checkSections(golden, backend) {
  for (const [name, entries] of Object.entries(golden)) {
    const rows = new Map();
    const row = (title) => {
      if (!rows.has(title)) rows.set(title, new Row(backend, title));
      return rows.get(title);
    };
    for (const [i, entry] of entries.entries()) {
      const path = `${name}[${i}]`;
      tf.engine().startScope();
      try {
        await sections[name].check(entry, path, row);
      } catch (error) {
        if (error instanceof FormError) throw error;
        throw new FormError(`${path} cannot be computed: ${error.message}`);
      } finally {
        tf.engine().endScope();
      }
    }
    yield* rows.values();
  }
}
