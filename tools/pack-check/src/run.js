import { execFile } from 'node:child_process';

/**
 * Runs a program to its end and gives what it printed. A failure carries the end of the program's
 * output in its message, because that is what the reader of a failed check needs.
 */
export function run(command, args, { cwd, timeout = 300_000 } = {}) {
  return new Promise((resolve, reject) => {
    const options = { cwd, timeout, env: cleanEnvironment(), maxBuffer: 64 * 1024 * 1024 };
    execFile(command, args, options, (error, stdout, stderr) => {
      if (error === null) return resolve(stdout);
      const tail = `${stdout}\n${stderr}`.trim().split('\n').slice(-25).join('\n');
      reject(new Error(`${command} ${args.join(' ')} failed (${error.code ?? error.signal}):\n${tail}`));
    });
  });
}

/**
 * The environment without what an outer `npm run` put there: npm inside npm would otherwise work on
 * the outer project. Jest's and the shell's node options do not belong to a consumer either.
 */
function cleanEnvironment() {
  const ours =
    /^(INIT_CWD|NODE_OPTIONS|npm_(package|lifecycle|command|execpath|node_execpath)|npm_config_(local_prefix|prefix|workspace|include_workspace_root))/i;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name)));
}
