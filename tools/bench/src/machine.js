import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';

/** Where and when: what figures mean little without. */
export function machine({ cores, backend, now = new Date() }) {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown processor',
    cores,
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
    date: now.toISOString().slice(0, 10),
    commit: commit(),
    backend,
  };
}

/** One line of it. */
export function machineLine({ cpu, cores, node, platform, date, commit: hash, backend }) {
  return `${cpu}, ${cores} cores, ${platform}, Node ${node}, ${backend}, commit ${hash ?? 'unknown'}, ${date}`;
}

/** The commit that was measured, marked where files were changed since; null outside a clone. */
function commit() {
  const git = (...args) =>
    execFileSync('git', args, {
      cwd: fileURLToPath(new URL('.', import.meta.url)),
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  try {
    const hash = git('rev-parse', '--short', 'HEAD');
    return git('status', '--porcelain', '--untracked-files=no') === '' ? hash : `${hash} with changes`;
  } catch {
    return null;
  }
}
