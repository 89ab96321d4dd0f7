import { execFile } from 'node:child_process';
import { root } from './packages.js';

const expected = [/requires you to be logged in/, /A complete log of this run can be found in/];
const released = /You cannot publish over the previously published versions/;

/**
 * What npm would say of publishing every package, without publishing it: a manifest that it would correct by itself, a
 * tag that it asks for, a script that fails.
 *
 * @param {ReadonlyMap<string, unknown>} packages by name
 * @throws Error with npm's words
 */
export async function checkPublish(packages) {
  const workspaces = [...packages.keys()].flatMap((name) => ['--workspace', name]);
  const { published, said } = await dryRun(workspaces);
  const complaints = said
    .split('\n')
    .filter((line) => line !== '' && ![...expected, released].some((known) => known.test(line)));
  if (complaints.length > 0) throw new Error(complaints.slice(0, 25).join('\n'));
  // Between two releases the versions of the manifests are on the registry, and npm ends at the first of them.
  if (released.test(said)) return;
  const missing = [...packages.keys()].filter(
    (name) => !published.some((line) => line.startsWith(`+ ${name}@`)),
  );
  if (missing.length > 0) throw new Error(`npm publish leaves out ${missing.join(', ')}`);
}

function dryRun(workspaces) {
  const args = ['publish', '--dry-run', '--loglevel', 'warn', ...workspaces];
  return new Promise((resolve) => {
    execFile('npm', args, { cwd: root, maxBuffer: 64 * 1024 * 1024 }, (_error, stdout, stderr) =>
      resolve({ published: stdout.split('\n'), said: stderr }),
    );
  });
}
