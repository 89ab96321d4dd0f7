// Checked by the compiler (npm run typecheck), never run.
import { expectTypeOf } from 'expect-type';
import { type DescriptionOf, isRnpError, RnpError, type RnpErrorCode } from '../src/index.js';

const caught: unknown = new RnpError('RNP_SHAPE', 'must be [n, 2, 3]', { path: 'matrix' });
if (isRnpError(caught)) {
  expectTypeOf(caught.code).toEqualTypeOf<RnpErrorCode>();
  expectTypeOf(caught.path).toEqualTypeOf<string | undefined>();
}
expectTypeOf<RnpErrorCode>().toExtend<`RNP_${string}`>();
// @ts-expect-error a path is a text
new RnpError('RNP_SHAPE', 'complaint', { path: 3 });

// A row describes the values of its field.
expectTypeOf<{ type: 'wholeNumber'; min: 1 }>().toExtend<DescriptionOf<number>>();
expectTypeOf<{ type: 'wholeNumber'; min: 1 }>().not.toExtend<DescriptionOf<number | null>>();
expectTypeOf<{ type: 'choice'; of: ['a'] }>().toExtend<DescriptionOf<'a' | 'b'>>();
expectTypeOf<{ type: 'choice'; of: ['c'] }>().not.toExtend<DescriptionOf<'a' | 'b'>>();
expectTypeOf<{ type: 'list'; of: 'text'; entries: 'names' }>().not.toExtend<
  DescriptionOf<readonly number[]>
>();
