import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Rolldown, UserConfig } from 'tsdown';

/** What every package's build has: all entries of a package are one build, so that they share one RnpError. */
const common: UserConfig = {
  format: 'esm',
  // .mjs, as package.json says, which tsdown picks by itself for Node only.
  fixedExtension: true,
};

/** Source file by the name of its entry, such as `{ index: 'src/index.ts', 'node/index': 'src/node/index.ts' }`. */
type Entries = Readonly<Record<string, string>>;

/** A library for Node and browsers, built twice from the same sources: as modules, and bundled. */
export const library = (entries: Entries): UserConfig[] => [modules(entries), bundled(entries)];

/** In `dist/` a module a file: bundlers then leave out the files that a program does not use, kernels and TensorFlow.js with them. */
export const modules = (entries: Entries): UserConfig => ({
  ...common,
  entry: entries,
  platform: 'neutral',
  deps: { neverBundle: [/^node:/] },
  dts: true,
  unbundle: true,
});

/**
 * In `dist/bundled/` few files, for Node: to find and read some 400 modules took longer than all the rest of a command's start.
 * package.json names them for the condition "node-addons", which Node itself has and bundlers do not. Types are those of the modules.
 */
export const bundled = (entries: Entries): UserConfig => ({
  ...modules(entries),
  entry: Object.fromEntries(Object.entries(entries).map(([name, file]) => [bundledName(name), file])),
  outDir: 'dist/bundled',
  dts: false,
  unbundle: false,
  plugins: [requiredTensorFlow()],
});

/** All lie in one folder, so that a path from a module to a file beside it is the same whichever file the module is in. */
const bundledName = (name: string): string => name.replace(/\/index$/, '').replaceAll('/', '-');

/** A library or a command for Node alone. */
export const nodeLibrary: UserConfig = { ...common, dts: true, platform: 'node', target: 'node20' };

/**
 * The same as Node itself loads it; without it, a program that bundles the library. Zod is in it, as far as it is used: of its 99 files,
 * half are messages in other languages, and to load all took a fifth of a command's start.
 */
export const nodeBundled: UserConfig = {
  ...nodeLibrary,
  outDir: 'dist/bundled',
  dts: false,
  deps: { alwaysBundle: ['zod'] },
  plugins: [requiredTensorFlow(), licensed('zod')],
};

// In one piece it would become the address of this file when the build's configuration is loaded.
const ownUrl = ['import', 'meta', 'url'].join('.');

/**
 * A plugin of the build: TensorFlow.js by `require`, which Node has it as. Imported, Node 20 looks through its text for what it exports
 * before it runs it: 0.2 s for each process, two thirds of a thread's start. For Node alone: bundlers have to find the imports.
 */
export function requiredTensorFlow(): Rolldown.Plugin {
  return {
    name: 'required-tensorflow',
    renderChunk: (code: string) => {
      const required = code
        .replace(/^import \* as (\w+) from "(@tensorflow\/[^"]+)";$/gm, 'const $1 = require("$2");')
        .replace(
          /^import \{([^}]*)\} from "(@tensorflow\/[^"]+)";$/gm,
          (_, names: string, from: string) => `const {${names.replace(/ as /g, ': ')}} = require("${from}");`,
        )
        .replace(/^import "(@tensorflow\/[^"]+)";$/gm, 'require("$1");');
      if (/\bfrom\s*["']@tensorflow\//.test(required) || /^import ["']@tensorflow\//m.test(required)) {
        throw new Error('an import of TensorFlow.js is written in another way: mend tsdown.preset.ts');
      }
      if (required === code) return null;
      return `import { createRequire } from "node:module";\nconst require = createRequire(${ownUrl});\n${required}`;
    },
  };
}

/** A plugin of the build: files that hold another package's code begin with its licence, which asks for that. */
function licensed(name: string): Rolldown.Plugin {
  const folder = dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
  const text = readFileSync(join(folder, 'LICENSE'), 'utf8').trim();
  const head = `/*!\nHolds code of ${name}:\n\n${text}\n*/\n`;
  return {
    name: 'licensed',
    renderChunk: (code, { moduleIds }) =>
      moduleIds.some((id) => id.startsWith(folder)) ? `${head}${code}` : null,
  };
}
