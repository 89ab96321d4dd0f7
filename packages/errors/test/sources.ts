import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Source {
  /** Folder of the package. */
  readonly name: string;
  /** Below `packages`. */
  readonly file: string;
  readonly text: string;
}

const packages = join(import.meta.dirname, '..', '..');

/** The sources of all packages that are written by hand. */
export function sources(only: (source: { readonly name: string }) => boolean = () => true): Source[] {
  return readdirSync(packages)
    .filter((name) => only({ name }))
    .flatMap((name) =>
      readdirSync(join(packages, name, 'src'), { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts') && !file.endsWith('.generated.ts'))
        .map((file) => join(name, 'src', file))
        .map((file) => ({ name, file, text: readFileSync(join(packages, file), 'utf8') })),
    );
}

/** Strings and templates of a source, with their quotes; comments have none. */
export function literalsOf(text: string): string[] {
  const code = text.replace(/\/\*[\s\S]*?\*\/|(?<![:'"`\\])\/\/.*$/gm, '');
  return [...code.matchAll(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g)].map(([all]) => all);
}
