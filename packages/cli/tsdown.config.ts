import { defineConfig, type UserConfig } from 'tsdown';

const config: UserConfig = defineConfig({
  // A run of a sweep is a process of its own, with a program of its own.
  entry: { main: 'src/main.ts', runChild: 'src/sweep/runChild.ts' },
  format: 'esm',
  dts: true,
  platform: 'node',
  target: 'node20',
  fixedExtension: true,
});
export default config;
