import { defineConfig, type UserConfig } from 'tsdown';

const config: UserConfig = defineConfig({
  entry: { main: 'src/main.ts' },
  format: 'esm',
  dts: true,
  platform: 'node',
  target: 'node20',
  fixedExtension: true,
});
export default config;
