import { join } from 'node:path';
import { compiledSources } from '@rnp-tools/testing/childProcess';

/** The file side of the package; no tfjs in it. */
const sources = [
  'checks.ts',
  'files/modelConfig.ts',
  'files/modelFile.ts',
  'files/requireRecord.ts',
  'node/checkpoint.ts',
  'node/index.ts',
  'node/modelFolder.ts',
];

/** These sources as JavaScript in a folder. @returns the address of `node/index.js` */
export function ownSources(folder: string): Promise<string> {
  return compiledSources(folder, join(import.meta.dirname, '../../src'), sources);
}
