import { expect } from '@jest/globals';
import { RnpError } from '@rnp/errors';
import { decodeContext } from '../../src/decodeOptions.js';
import { type DecodeOptions, decodePng as decodePlain, type Picture } from '../../src/index.js';
import { decodeChunks } from '../../src/png/decodePng.js';
import { type Inflate, plainInflate } from '../../src/png/inflate.js';
import { startInflate } from '../../src/png/kernelInflate.js';
import { readPngChunks } from '../../src/png/pngChunks.js';

export const kernelInflate: Inflate = await startInflate();
if (kernelInflate === plainInflate) throw new Error('no WebAssembly kernel here');

/** `decodePng`, which inflates by JavaScript, after seeing that the kernel gives the same picture, or complaint. */
export function decodePng(bytes: Uint8Array, options: DecodeOptions = {}): Picture {
  const plain = outcomeOf(() => decodePlain(bytes, options));
  const context = decodeContext(options);
  // Whatever is no PNG is refused before.
  if (!(plain instanceof RnpError && /_(EMPTY|FORMAT)$/.test(plain.code)) && bytes.length > 8) {
    const kernel = outcomeOf(() => decodeChunks(readPngChunks(bytes, context), context, kernelInflate));
    expect(comparable(kernel)).toEqual(comparable(plain));
  }
  if (plain instanceof Error) throw plain;
  return plain;
}

function outcomeOf(decode: () => Picture): Picture | Error {
  try {
    return decode();
  } catch (error) {
    return error as Error;
  }
}

/** Without the cause, which is of the inflater. */
function comparable(outcome: Picture | Error): unknown {
  return outcome instanceof Error ? `${(outcome as RnpError).code}: ${outcome.message}` : outcome;
}
