import { execFile } from 'node:child_process';
import { constants, copyFileSync, mkdirSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const pages = fileURLToPath(new URL('../page/', import.meta.url));

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
}

/**
 * Makes a folder the project of somebody who installed packages: real folders in its node_modules, of ours exactly the files
 * that `npm publish` would send. Nothing is asked of a registry; other people's packages are those of this repository.
 *
 * @param folder empty
 * @param names what the project's package.json would name
 */
export async function installInto(folder: string, names: readonly string[]): Promise<void> {
  const found = withNeeds(names);
  const ours = [...found].filter(([, at]) => !at.includes('node_modules')).map(([name]) => name);
  const packed = await packedFiles(ours);
  for (const [name, at] of found) {
    const target = join(folder, 'node_modules', name);
    for (const file of packed.get(name) ?? filesIn(at)) place(join(at, file), join(target, file));
  }
}

/** Puts the pages into a project. */
export function copyPages(folder: string): void {
  for (const file of readdirSync(pages)) place(join(pages, file), join(folder, file));
}

/** The folders of packages and of all that they cannot do without, by name. */
function withNeeds(names: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const visit = (name: string): void => {
    if (found.has(name)) return;
    const at = realpathSync(join(root, 'node_modules', name));
    found.set(name, at);
    const manifest = JSON.parse(readFileSync(join(at, 'package.json'), 'utf8')) as Manifest;
    const { dependencies = {}, peerDependencies = {}, peerDependenciesMeta = {} } = manifest;
    const peers = Object.keys(peerDependencies).filter((peer) => !peerDependenciesMeta[peer]?.optional);
    for (const need of [...Object.keys(dependencies), ...peers]) visit(need);
  };
  names.forEach(visit);
  return found;
}

async function packedFiles(names: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const workspaces = names.flatMap((name) => ['--workspace', name]);
  const { stdout } = await promisify(execFile)('npm', ['pack', '--dry-run', '--json', ...workspaces], {
    cwd: root,
    maxBuffer: 2 ** 26,
  });
  type Report = { readonly name: string; readonly files: readonly { readonly path: string }[] };
  // npm 12 prints an object by name where older ones print a list.
  const reports = Object.values(JSON.parse(stdout) as Record<string, Report>);
  return new Map(reports.map(({ name, files }) => [name, files.map(({ path }) => path)]));
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}

function place(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(from, to, constants.COPYFILE_FICLONE);
}
