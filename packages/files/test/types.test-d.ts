// Checked by the compiler (npm run typecheck), never run.
import { expectTypeOf } from 'expect-type';
import { readSafetensors, type StoredTensor, writeSafetensors } from '../src/index.js';

const { tensors, metadata } = readSafetensors(new Uint8Array(8));
expectTypeOf(tensors).toEqualTypeOf<ReadonlyMap<string, StoredTensor>>();
expectTypeOf(metadata).toEqualTypeOf<Readonly<Record<string, string>>>();
// The type of a tensor's numbers follows from its own.
const tensor = tensors.get('kernel')!;
if (tensor.dtype === 'F16') expectTypeOf(tensor.data).toEqualTypeOf<Float32Array>();
if (tensor.dtype === 'I64') expectTypeOf(tensor.data).toEqualTypeOf<BigInt64Array>();
// @ts-expect-error a type that there is not
writeSafetensors({ kernel: { shape: [1], data: new Float32Array(1), dtype: 'F128' } });
// @ts-expect-error numbers of a list
writeSafetensors({ kernel: { shape: [1], data: [1] } });
