// Checked by the compiler (npm run typecheck), never run.
import type { ParseMetrics, ParseTree } from '@rnp/recursive-decoder';
import type * as tf from '@tensorflow/tfjs-core';
import { expectTypeOf } from 'expect-type';
import { createRnp, type Rnp, type TrainEvent, type TrainingMetrics, train } from '../src/index.js';

const model = createRnp({ latent: 8 }, { seed: 1 });
expectTypeOf(model).toEqualTypeOf<Rnp>();
expectTypeOf(model.parse).parameter(0).toEqualTypeOf<tf.Tensor4D>();
expectTypeOf(model.parse).returns.resolves.toEqualTypeOf<ParseTree[]>();
// @ts-expect-error a setting that there is not
createRnp({ latnet: 8 });

// An event's fields follow from its type.
function heard(event: TrainEvent): void {
  expectTypeOf(event.step).toEqualTypeOf<number>();
  if (event.type === 'progress') expectTypeOf(event.metrics).toEqualTypeOf<TrainingMetrics>();
  if (event.type === 'parse') expectTypeOf(event.parse).toEqualTypeOf<ParseMetrics>();
  if (event.type === 'end') expectTypeOf(event.reason).toEqualTypeOf<'done' | 'aborted'>();
  // @ts-expect-error a checkpoint has no metrics
  if (event.type === 'checkpoint') event.metrics;
}
expectTypeOf(heard).toBeCallableWith({} as TrainEvent);
expectTypeOf(train).returns.toExtend<AsyncIterable<TrainEvent>>();
