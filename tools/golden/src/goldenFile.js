import { readFileSync } from 'node:fs';
import { FormError, list, record } from './form.js';
import { sections } from './sections.js';

/** What golden.json says of itself, besides its sections. */
const remarks = ['seed', 'note', 'about'];

/**
 * Reads a file of reference values and checks its form.
 * @returns {{ golden: Record<string, object[]>, notes: string[] }} notes name what is not there or not known
 * @throws {FormError}
 */
export function readGolden(path) {
  const golden = parse(readText(path));
  record({})(golden, 'the file');
  const present = Object.keys(sections).filter((name) => Object.hasOwn(golden, name));
  if (present.length === 0) {
    throw new FormError(`has none of the sections ${Object.keys(sections).join(', ')}`);
  }
  const entries = Object.fromEntries(
    // A section of a single entry may be that entry itself.
    present.map((name) => [name, Array.isArray(golden[name]) ? golden[name] : [golden[name]]]),
  );
  for (const name of present) list(sections[name].form)(entries[name], name);
  const absent = Object.keys(sections).filter((name) => !present.includes(name));
  const unknown = Object.keys(golden).filter((name) => !(name in sections) && !remarks.includes(name));
  return {
    golden: entries,
    notes: [
      ...(absent.length > 0 ? [`not in the file: ${absent.join(', ')}`] : []),
      ...(unknown.length > 0 ? [`not checked, unknown: ${unknown.join(', ')}`] : []),
    ],
  };
}

function readText(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new FormError(`cannot be read (${error.code ?? error.message})`);
  }
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new FormError(`is not JSON (${error.message})`);
  }
}
