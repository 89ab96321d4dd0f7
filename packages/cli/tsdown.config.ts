import { defineConfig, type UserConfig } from 'tsdown';

const config: UserConfig = defineConfig({
  // A run of a sweep is a process of its own, and so is what reads the images of a corpus.
  entry: {
    main: 'src/main.ts',
    runChild: 'src/sweep/runChild.ts',
    imageChild: 'src/corpus/imageChild.ts',
  },
  format: 'esm',
  dts: true,
  platform: 'node',
  target: 'node20',
  fixedExtension: true,
});
export default config;
