import { type SweepFile, sweepOf } from '../../src/sweep/file.js';
import { yamlContent } from '../../src/sweep/yamlContent.js';

/** The sweep of a text, as if it were read from a file. */
export function parseSweep(text: string, path: string): SweepFile {
  return sweepOf(yamlContent(text, path), path);
}
