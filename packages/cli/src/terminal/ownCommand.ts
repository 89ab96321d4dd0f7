import { existsSync, realpathSync } from 'node:fs';
import { basename, delimiter, isAbsolute, join, relative } from 'node:path';
import { shellCommand } from '@rnp/runs/words';

/** How a program was called. */
export interface Call {
  /** Its file as the shell or a package manager found it, often a link. */
  readonly program: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
}

/** What calls a program of a project's own packages, by the name of the package manager. */
const managers: Readonly<Record<string, readonly string[]>> = Object.freeze({
  npm: ['npx', 'rnp'],
  pnpm: ['pnpm', 'exec', 'rnp'],
  yarn: ['yarn', 'rnp'],
  bun: ['bunx', 'rnp'],
});

/** A command of this program, such as `train --resume runs/a`, to be pasted where it was called: `rnp` alone may be no command there. */
export function ownCommand(words: readonly string[]): string {
  const call = { program: process.argv[1] ?? '', env: process.env, cwd: process.cwd() };
  return shellCommand([...callWords(call), ...words]);
}

/** The command that was typed, told as `rnp …`, to be pasted where it was called. */
export function sameCommand(command: string): string {
  return command.replace(/^rnp(?= |$)/, () => ownCommand([]));
}

/** The words that call the program again. */
export function callWords({ program, env, cwd }: Call): readonly string[] {
  // Another program calls `main` of the package.
  if (!/^rnp(\.js)?$/.test(basename(program))) return ['rnp'];
  const path = program.replaceAll('\\', '/');
  // npm fetched it for this once; another package may be called as the program is.
  if (path.includes('/_npx/')) return ['npx', '@rnp/cli'];
  const manager = env.npm_config_user_agent?.split('/')[0];
  if (isOnPath(program, env.PATH ?? '', manager !== undefined)) return ['rnp'];
  if (path.includes('/node_modules/')) return managers[manager ?? 'npm'] ?? managers.npm!;
  const way = relative(cwd, program);
  return ['node', way.startsWith('..') || isAbsolute(way) ? program : way];
}

/** @param managed whether a package manager put folders of the project's packages before those of the shell */
function isOnPath(program: string, path: string, managed: boolean): boolean {
  const folders = path
    .split(delimiter)
    .filter((folder) => !managed || !/[\\/]node_modules[\\/]\.bin$/.test(folder));
  const found = folders
    .flatMap((folder) => ['rnp', 'rnp.cmd'].map((name) => join(folder, name)))
    .find((file) => existsSync(file));
  if (found === undefined) return false;
  const real = realpathSync(found);
  // Where programs are no links they are scripts that call them; which one it calls is not known, but that a shell found it by its name.
  if (!real.endsWith('.js')) return !managed;
  return existsSync(program) && real === realpathSync(program);
}
