import { defineConfig, type UserConfig } from 'tsdown';
import { nodeBundled, nodeLibrary } from '../../tsdown.preset.js';

const rooms = [
  'recipes',
  'bench',
  'settings',
  'data',
  'record',
  'models',
  'explain',
  'report',
  'run',
  'use',
  'sweep',
  'corpus',
  'distributed',
  'outputs',
  'words',
];

const entry = {
  index: 'src/index.ts',
  ...Object.fromEntries(rooms.map((room) => [room, `src/${room}/index.ts`])),
  // A run of a sweep is a process of its own, and so is what reads the images of a corpus.
  trainChild: 'src/sweep/trainChild.ts',
  imageChild: 'src/corpus/imageChild.ts',
};

export default defineConfig([
  { ...nodeLibrary, entry },
  { ...nodeBundled, entry },
]) as UserConfig[];
