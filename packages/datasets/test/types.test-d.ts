// Checked by the compiler (npm run typecheck), never run.
import { expectTypeOf } from 'expect-type';
import { createDataset, type Dataset, type FolderDescription, trainingData } from '../src/index.js';
import { images } from '../src/node/index.js';

expectTypeOf(images).returns.resolves.toEqualTypeOf<Dataset>();
expectTypeOf<Dataset['labels']>().toEqualTypeOf<Uint8Array | Uint16Array | undefined>();
expectTypeOf<FolderDescription['splits']>().toEqualTypeOf<{
  readonly train: string;
  readonly test: string;
} | null>();
const set = createDataset({ name: 'mine', split: 'train', imageShape: [2, 2, 1], images: new Uint8Array(4) });
expectTypeOf(trainingData(set).batch).returns.toEqualTypeOf<Float32Array<ArrayBuffer>>();
// @ts-expect-error a split that there is not
void images('photos', { split: 'validation' });
// @ts-expect-error a data set cannot be changed
set.name = 'yours';
