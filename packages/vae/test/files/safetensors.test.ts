import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ModelError } from '../../src/errors.js';
import { readSafetensors, type StoredTensor, writeSafetensors } from '../../src/files/safetensors.js';

/** A file with any header text and any data. */
function fileOf(header: string | object, dataBytes = 0): Uint8Array {
  const text = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + text.length + dataBytes);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  return bytes;
}

function tensor(shape: unknown, data_offsets: unknown, dtype: unknown = 'F32'): object {
  return { dtype, shape, data_offsets };
}

function expectRefusal(bytes: Uint8Array, message: RegExp): void {
  try {
    readSafetensors(bytes, 'some/model.safetensors');
  } catch (error) {
    expect(error).toBeInstanceOf(ModelError);
    expect(error).toMatchObject({ code: 'RNP_WEIGHTS', path: 'some/model.safetensors' });
    expect((error as Error).message).toMatch(message);
    return;
  }
  throw new Error(`was read, where ${message} is expected`);
}

const arbitraryTensor: fc.Arbitrary<StoredTensor> = fc
  .tuple(fc.array(fc.nat(3), { maxLength: 4 }), fc.boolean(), fc.infiniteStream(fc.float()))
  .map(([shape, whole, values]) => {
    const length = shape.reduce((product, size) => product * size, 1);
    const numbers = [...values.take(length)];
    return { shape, data: whole ? Int32Array.from(numbers) : Float32Array.from(numbers) };
  });

const arbitraryName = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('__proto__', 'constructor', '10', '2', 'a"b\\', 'encoder/kernel', ''),
);
const arbitraryTensors = fc
  .array(fc.tuple(arbitraryName, arbitraryTensor), { maxLength: 6 })
  .map((entries) => new Map(entries));

describe('safetensors', () => {
  test('what is written is read again, whatever the names and shapes', () => {
    const metadata = fc.dictionary(arbitraryName, fc.string({ unit: 'binary' }));
    fc.assert(
      fc.property(arbitraryTensors, metadata, (tensors, notes) => {
        const read = readSafetensors(writeSafetensors(tensors, notes));
        expect(new Map([...read.tensors].sort())).toEqual(new Map([...tensors].sort()));
        expect(Object.entries(read.metadata).sort()).toEqual(Object.entries(notes).sort());
      }),
    );
  });

  test('the order of the input does not show, the data is aligned', () => {
    fc.assert(
      fc.property(arbitraryTensors, (tensors) => {
        const bytes = writeSafetensors(tensors);
        expect(writeSafetensors(new Map([...tensors].reverse()))).toEqual(bytes);
        expect(Number(new DataView(bytes.buffer).getBigUint64(0, true)) % 8).toBe(0);
      }),
    );
  });

  test('bytes as the reference implementation writes them', () => {
    // python: safetensors.numpy.save({'b': float32 [[1, 2]], 'a': int32 [3]}) with the same order of names
    const header =
      '{"a":{"dtype":"I32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1,2],"data_offsets":[4,12]}}';
    const expected = fileOf(header.padEnd(Math.ceil(header.length / 8) * 8), 12);
    expected.set([3, 0, 0, 0, 0, 0, 0x80, 0x3f, 0, 0, 0, 0x40], expected.length - 12);
    const a = { shape: [1], data: Int32Array.of(3) };
    const b = { shape: [1, 2], data: Float32Array.of(1, 2) };
    expect(writeSafetensors({ b, a })).toEqual(expected);
  });

  test('F16 becomes float32, at any alignment', () => {
    const halves = [0x3c00, 0xc000, 0x0001, 0x03ff, 0x7bff, 0x8000, 0x7c00, 0xfc00, 0x7e00];
    const bytes = fileOf({ h: tensor([9], [0, 18], 'F16') }, 18);
    const view = new DataView(bytes.buffer, bytes.length - 18);
    halves.forEach((half, i) => {
      view.setUint16(2 * i, half, true);
    });
    const shifted = new Uint8Array(bytes.length + 1);
    shifted.set(bytes, 1);
    const { data } = readSafetensors(shifted.subarray(1)).tensors.get('h')!;
    const smallest = 2 ** -24;
    expect([...data]).toEqual([
      1,
      -2,
      smallest,
      1023 * smallest,
      65504,
      -0,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      Number.NaN,
    ]);
  });

  test('a read tensor is a copy, also of a Node Buffer', () => {
    const bytes = Buffer.from(writeSafetensors({ a: { shape: [1], data: Float32Array.of(5) } }));
    const { data } = readSafetensors(bytes).tensors.get('a')!;
    bytes.fill(0);
    expect(data[0]).toBe(5);
  });

  test('arbitrary bytes give a typed error or a value', () => {
    const header = fc.oneof(fc.json(), fc.string(), fc.constant('{}'));
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.tuple(header, fc.nat(32)).map(([text, size]) => fileOf(text, size)),
    );
    fc.assert(fc.property(bytes, typedOrValid), { numRuns: 1000 });
  });

  test('damaged files give a typed error or a value', () => {
    const damage = fc.record({ at: fc.nat(), byte: fc.nat(255), length: fc.nat(), cut: fc.boolean() });
    fc.assert(
      fc.property(arbitraryTensors, damage, (tensors, { at, byte, length, cut }) => {
        const bytes = writeSafetensors(tensors);
        bytes[at % bytes.length] = byte;
        return typedOrValid(cut ? bytes.slice(0, length % bytes.length) : bytes);
      }),
      { numRuns: 1000 },
    );
  });

  test('every truncation of a file is refused', () => {
    const bytes = writeSafetensors({ a: { shape: [2], data: Float32Array.of(1, 2) } });
    for (let length = 0; length < bytes.length; length++) expectRefusal(bytes.slice(0, length), /./);
  });

  test.each<[string, Uint8Array, RegExp]>([
    ['nothing', new Uint8Array(), /empty/],
    ['a header longer than the file', fileOf('{}').slice(0, 9), /cut off/],
    ['an enormous header', new Uint8Array(16).fill(0xff), /no safetensors/],
    ['another format', new TextEncoder().encode('PK\u0003\u0004 some zip file'), /no safetensors/],
    ['no JSON', fileOf('{"a":'), /JSON/],
    ['a list', fileOf('[]'), /JSON object/],
    ['spaces before the header', fileOf(' {}'), /JSON object/],
    ['deep nesting', fileOf('['.repeat(200_000)), /JSON/],
    ['invalid UTF-8', fileOf('{}').fill(0xff, 9), /JSON/],
    ['bytes after the last tensor', fileOf({ a: tensor([1], [0, 4]) }, 8), /last 4 bytes/],
    ['data without tensors', fileOf({}, 4), /last 4 bytes/],
    ['a tensor beyond the end', fileOf({ a: tensor([2], [0, 8]) }, 4), /ends at byte/],
    ['a gap', fileOf({ a: tensor([1], [0, 4]), b: tensor([1], [8, 12]) }, 12), /belong to no tensor/],
    ['an overlap', fileOf({ a: tensor([2], [0, 8]), b: tensor([2], [4, 12]) }, 12), /overlaps/],
    ['the same bytes twice', fileOf({ a: tensor([1], [0, 4]), b: tensor([1], [0, 4]) }, 4), /overlaps/],
    [
      'an empty tensor within another',
      fileOf({ a: tensor([2], [0, 8]), b: tensor([0], [4, 4]) }, 8),
      /overlaps/,
    ],
    ['an empty tensor beyond the end', fileOf({ a: tensor([0], [8, 8]) }, 4), /ends at byte/],
    ['offsets that run backwards', fileOf({ a: tensor([1], [4, 0]) }, 4), /backwards/],
    ['negative offsets', fileOf({ a: tensor([1], [-4, 0]) }, 4), /whole numbers/],
    ['broken offsets', fileOf({ a: tensor([1], [0.5, 4.5]) }, 8), /whole numbers/],
    ['three offsets', fileOf({ a: tensor([1], [0, 4, 8]) }, 4), /two whole numbers/],
    ['a shape of another size', fileOf({ a: tensor([2], [0, 4]) }, 4), /takes 8 bytes/],
    ['a shape that overflows', fileOf({ a: tensor([2 ** 31, 2 ** 31, 4], [0, 0]) }), /too large/],
    ['a negative shape', fileOf({ a: tensor([-1, -1], [0, 4]) }, 4), /whole numbers/],
    ['a shape of words', fileOf({ a: tensor(['1'], [0, 4]) }, 4), /whole numbers/],
    ['another type', fileOf({ a: tensor([1], [0, 8], 'F64') }, 8), /"F64"; convert/],
    ['a type from the prototype', fileOf({ a: tensor([1], [0, 8], 'toString') }, 8), /convert/],
    ['an unknown field', fileOf({ a: { ...tensor([1], [0, 4]), more: 1 } }, 4), /no others/],
    ['a tensor that is null', fileOf({ a: null }), /object/],
    ['metadata that is a list', fileOf({ __metadata__: [] }), /object of strings/],
    ['metadata of numbers', fileOf({ __metadata__: { step: 1 } }), /must be a string/],
    ['a name twice', fileOf(twice('"a"', '"a"'), 8), /"a" twice/],
    ['a name twice, once escaped', fileOf(twice('"a"', '"\\u0061"'), 8), /"a" twice/],
    [
      'a field twice',
      fileOf('{"a":{"dtype":"F32","shape":[1],"shape":[2],"data_offsets":[0,4]}}', 4),
      /twice/,
    ],
    ['metadata twice', fileOf('{"__metadata__":{"x":"1","x":"2"}}'), /"x" twice/],
    [
      'fields behind __proto__',
      fileOf('{"a":{"__proto__":{"dtype":"F32","shape":[],"data_offsets":[0,4]}}}', 4),
      /fields/,
    ],
  ])('refuses %s', (_, bytes, message) => {
    expectRefusal(bytes, message);
  });

  test('a tensor called __proto__ is a tensor, and changes nothing else', () => {
    const { tensors } = readSafetensors(fileOf(`{"__proto__":${JSON.stringify(tensor([], [0, 4]))}}`, 4));
    expect([...tensors.keys()]).toEqual(['__proto__']);
    expect(Object.hasOwn(Object.prototype, 'dtype')).toBe(false);
  });

  test('empty tensors and scalars are fine, strings may look like structure', () => {
    const bytes = fileOf(
      {
        a: tensor([0, 3], [0, 0]),
        b: tensor([], [0, 4]),
        c: tensor([0], [4, 4]),
        __metadata__: { d: '{"a":[,"a":' },
      },
      4,
    );
    expect([...readSafetensors(bytes).tensors.keys()]).toEqual(['a', 'b', 'c']);
  });

  test('writing refuses what could not be read', () => {
    const data = Float32Array.of(1, 2);
    expect(() => writeSafetensors({ a: { shape: [3], data } })).toThrow(
      /a: shape \[3\] does not fit 2 values/,
    );
    expect(() => writeSafetensors({ a: { shape: [-1, -2], data } })).toThrow(ModelError);
    expect(() => writeSafetensors({ __metadata__: { shape: [2], data } })).toThrow(ModelError);
  });
});

function twice(first: string, second: string): string {
  return `{${first}:${JSON.stringify(tensor([1], [0, 4]))}, ${second} :${JSON.stringify(tensor([1], [4, 8]))}}`;
}

function typedOrValid(bytes: Uint8Array): void {
  try {
    readSafetensors(bytes);
  } catch (error) {
    expect(error).toBeInstanceOf(ModelError);
    expect((error as ModelError).code).toBe('RNP_WEIGHTS');
  }
}
