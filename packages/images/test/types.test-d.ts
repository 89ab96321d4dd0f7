// Checked by the compiler (npm run typecheck), never run.
import { expectTypeOf } from 'expect-type';
import {
  decodePng,
  type Picture,
  type PreparedImage,
  type Preprocessing,
  preprocess,
  type Raster,
  resize,
} from '../src/index.js';

expectTypeOf(decodePng).returns.toEqualTypeOf<Picture>();
expectTypeOf<Picture['channels']>().toEqualTypeOf<1 | 3>();
expectTypeOf(preprocess).returns.toEqualTypeOf<PreparedImage>();
// Bytes stay bytes, floats stay floats.
expectTypeOf(resize({} as Raster<Uint8Array>, 1, 1)).toEqualTypeOf<Raster<Uint8Array>>();
expectTypeOf(resize({} as Raster, 1, 1)).toEqualTypeOf<Raster<Float32Array>>();
expectTypeOf<Preprocessing['fit']>().toEqualTypeOf<'contain' | 'cover' | 'stretch'>();
// @ts-expect-error floats are no picture: they would be read as black
preprocess({} as Raster<Float32Array>, {} as Preprocessing);
