import type { UserConfig } from 'tsdown';

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
 * In `dist/bundled/` few files, which package.json names for the condition "node": to find and read some 400 modules took Node
 * longer than all the rest of a command's start. Types are those of the modules.
 */
export const bundled = (entries: Entries): UserConfig => ({
  ...modules(entries),
  entry: Object.fromEntries(Object.entries(entries).map(([name, file]) => [bundledName(name), file])),
  outDir: 'dist/bundled',
  dts: false,
  unbundle: false,
});

/** All lie in one folder, so that a path from a module to a file beside it is the same whichever file the module is in. */
const bundledName = (name: string): string => name.replace(/\/index$/, '').replaceAll('/', '-');

/** A library or a command for Node alone. */
export const nodeLibrary: UserConfig = { ...common, dts: true, platform: 'node', target: 'node20' };
