import { join } from 'node:path';

/** The command that installs packed packages into a project: what `npm run pack` prints, and what `main.js` tries out. */
export function installLine(folder) {
  return `npm install ${quoted(join(folder, '/'))}rnp-*.tgz @tensorflow/tfjs-core@4.22.0`;
}

function quoted(path) {
  return /^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}
