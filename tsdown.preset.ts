import type { UserConfig } from 'tsdown';

/** A library for Node and browsers. All entries of a package are one build, so that they share one RnpError. */
export const library: UserConfig = {
  format: 'esm',
  dts: true,
  platform: 'neutral',
  // A module a file: bundlers then leave out the files that a program does not use, kernels and TensorFlow.js with them.
  unbundle: true,
  deps: { neverBundle: [/^node:/] },
  // .mjs, as package.json says, which tsdown picks by itself for Node only.
  fixedExtension: true,
};

/** A library or a command for Node alone. */
export const nodeLibrary: UserConfig = {
  format: 'esm',
  dts: true,
  platform: 'node',
  target: 'node20',
  fixedExtension: true,
};
