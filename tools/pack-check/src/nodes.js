import { run } from './run.js';

/**
 * Node in other versions, by npx: version → path of its program.
 *
 * @param versions such as `['20', '24']`
 */
export async function nodesOf(versions) {
  const found = new Map();
  for (const version of versions) {
    const path = await run('npx', [
      '--yes',
      '--package',
      `node@${version}`,
      'node',
      '--print',
      'process.execPath',
    ]);
    found.set(version, path.trim());
  }
  return found;
}
