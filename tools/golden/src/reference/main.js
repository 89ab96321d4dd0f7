/**
 * Writes the reference values that are computed here into the golden.json of the package that they belong to:
 *
 *   node tools/golden/src/reference/main.js
 */
import { readFile, writeFile } from 'node:fs/promises';
import { softFrames } from './softFrames.js';

const path = new URL('../../../../packages/spatial-transformer/test/data/golden.json', import.meta.url);
const golden = await readFile(path, 'utf8');
const nineDigits = (_, value) => (typeof value === 'number' ? Number(value.toPrecision(9)) : value);
const section = JSON.stringify(softFrames(), nineDigits);
// The other sections stay as they were printed; this one is the last.
await writeFile(path, golden.replace(/(,"softFrames":.*)?\}\s*$/s, `,"softFrames":${section}}`));
