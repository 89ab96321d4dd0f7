// Checked by the compiler (npm run typecheck), never run.
import { expectTypeOf } from 'expect-type';
import { isRnpError, RnpError, type RnpErrorCode } from '../src/index.js';

const caught: unknown = new RnpError('RNP_SHAPE', 'must be [n, 2, 3]', { path: 'matrix' });
if (isRnpError(caught)) {
  expectTypeOf(caught.code).toEqualTypeOf<RnpErrorCode>();
  expectTypeOf(caught.path).toEqualTypeOf<string | undefined>();
}
expectTypeOf<RnpErrorCode>().toExtend<`RNP_${string}`>();
// @ts-expect-error a path is a text
new RnpError('RNP_SHAPE', 'complaint', { path: 3 });
