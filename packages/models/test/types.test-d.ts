// Checked by the compiler (npm run typecheck), never run.
import type { Preprocessing, Raster } from '@rnp/images';
import type { ParseTree } from '@rnp/recursive-decoder';
import { expectTypeOf } from 'expect-type';
import {
  draw,
  isModelName,
  loadModel,
  type ModelName,
  type PictureModel,
  parse,
  type TrainedModel,
} from '../src/index.js';

expectTypeOf<ModelName>().toEqualTypeOf<'mnist' | 'fashion-mnist' | 'omniglot' | 'eth-80'>();
expectTypeOf(loadModel).returns.resolves.toEqualTypeOf<TrainedModel>();
expectTypeOf<TrainedModel>().toExtend<PictureModel>();
expectTypeOf<PictureModel['preprocessing']>().toEqualTypeOf<Preprocessing>();
expectTypeOf(parse).returns.resolves.toEqualTypeOf<ParseTree>();
expectTypeOf(draw).returns.toEqualTypeOf<Raster>();
const name: string = 'mnist';
if (isModelName(name)) expectTypeOf(name).toEqualTypeOf<ModelName>();
// @ts-expect-error a model that there is not
void loadModel('minst');
// A browser's pictures are taken as they are.
expectTypeOf(parse).parameter(1).extract<Blob>().toEqualTypeOf<Blob>();
expectTypeOf<ImageData>().toExtend<Parameters<typeof parse>[1]>();
