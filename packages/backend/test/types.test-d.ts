// Checked by the compiler (npm run typecheck), never run.
import * as tf from '@tensorflow/tfjs-core';
import { expectTypeOf } from 'expect-type';
import { type BackendName, defineOp, useBackend } from '../src/index.js';

expectTypeOf(useBackend).parameter(0).toEqualTypeOf<BackendName | readonly BackendName[]>();
// @ts-expect-error no backend of this name
void useBackend('cuda');

// An op is called with the inputs and attributes of its plain form, and gives what that gives.
const scaled = defineOp({
  name: 'scaled',
  plain: ({ x }: { readonly x: tf.Tensor2D }, { by }: { readonly by: number }) =>
    tf.mul(x, by) as tf.Tensor2D,
});
expectTypeOf(scaled).returns.toEqualTypeOf<tf.Tensor2D>();
expectTypeOf(scaled.plain).toBeCallableWith({ x: {} as tf.Tensor2D }, { by: 2 });
// @ts-expect-error an attribute is missing
scaled({ x: {} as tf.Tensor2D }, {});
