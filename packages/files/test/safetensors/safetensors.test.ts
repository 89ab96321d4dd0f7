import { describe, expect, test } from '@jest/globals';
import { RnpError } from '@rnp/errors';
import fc from 'fast-check';
import {
  readSafetensors,
  readSafetensorsHeader,
  type SafetensorsDtype,
  type StoredTensor,
  safetensorsDtypes,
  withSafetensorsMetadata,
  writeSafetensors,
} from '../../src/index.js';

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
    expect(error).toBeInstanceOf(RnpError);
    expect(error).toMatchObject({ code: 'RNP_WEIGHTS', path: 'some/model.safetensors' });
    expect((error as Error).message).toMatch(message);
    return;
  }
  throw new Error(`was read, where ${message} is expected`);
}

/** A tensor with these numbers, rounded or cut to what its type can hold. */
function tensorOf(
  dtype: SafetensorsDtype,
  shape: readonly number[],
  numbers: readonly number[],
): StoredTensor {
  const whole = numbers.map((value) => (Number.isFinite(value) ? Math.trunc(value % 1e15) : 0));
  const large = whole.map((value) => BigInt(value) << 9n);
  const data = {
    F64: () => Float64Array.from(numbers),
    F32: () => Float32Array.from(numbers),
    // Numbers that half precision and bfloat16 hold exactly.
    F16: () => Float32Array.from(whole, (value) => (value % 1024) / 4),
    BF16: () => Float32Array.from(whole, (value) => (value % 128) * 2 ** 100),
    I64: () => BigInt64Array.from(large),
    I32: () => Int32Array.from(whole),
    I16: () => Int16Array.from(whole),
    I8: () => Int8Array.from(whole),
    U64: () => BigUint64Array.from(large),
    U32: () => Uint32Array.from(whole),
    U16: () => Uint16Array.from(whole),
    U8: () => Uint8Array.from(whole),
    BOOL: () => Uint8Array.from(whole, (value) => value & 1),
  }[dtype]();
  return { dtype, shape, data } as StoredTensor;
}

const arbitraryTensor: fc.Arbitrary<StoredTensor> = fc
  .tuple(
    fc.array(fc.nat(3), { maxLength: 4 }),
    fc.constantFrom(...safetensorsDtypes),
    fc.infiniteStream(fc.double()),
  )
  .map(([shape, dtype, values]) => {
    const length = shape.reduce((product, size) => product * size, 1);
    return tensorOf(dtype, shape, [...values.take(length)]);
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
    // Python, safetensors 0.8.0: save({'b': float32 [[1, 2]], 'a': int32 [3], 'z': bool [True], 'é': float16 [1.5]}, {'k': 'v'})
    const header =
      '{"__metadata__":{"k":"v"},"b":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]},' +
      '"a":{"dtype":"I32","shape":[1],"data_offsets":[8,12]},"é":{"dtype":"F16","shape":[1],"data_offsets":[12,14]},' +
      '"z":{"dtype":"BOOL","shape":[1],"data_offsets":[14,15]}} ';
    const expected = fileOf(header, 15);
    expected.set([0, 0, 0x80, 0x3f, 0, 0, 0, 0x40, 3, 0, 0, 0, 0, 0x3e, 1], expected.length - 15);
    const tensors = {
      a: { shape: [1], data: Int32Array.of(3) },
      é: { shape: [1], data: Float32Array.of(1.5), dtype: 'F16' },
      z: { shape: [1], data: Uint8Array.of(1), dtype: 'BOOL' },
      b: { shape: [1, 2], data: Float32Array.of(1, 2) },
    } as const;
    expect(writeSafetensors(tensors, { k: 'v' })).toEqual(expected);
  });

  test('types in the order in which the reference implementation writes them', () => {
    // Python, safetensors 0.8.0, of a tensor of each type.
    const order = 'U64 I64 F64 F32 U32 I32 BF16 F16 U16 I16 I8 U8 BOOL'.split(' ');
    const tensors = new Map(safetensorsDtypes.map((dtype) => [dtype, tensorOf(dtype, [1], [1])]));
    const { entries } = readSafetensorsHeader(writeSafetensors(new Map([...tensors].reverse())));
    expect(entries.map(({ dtype }) => dtype)).toEqual(order);
    for (const { begin, end } of entries) expect(begin % (end - begin)).toBe(0);
  });

  test('names are in the order of their bytes in UTF-8', () => {
    const name = fc.string({ unit: 'grapheme' });
    fc.assert(
      fc.property(fc.uniqueArray(name, { maxLength: 8 }), (names) => {
        const tensors = new Map(names.map((one) => [one, { shape: [0], data: new Float32Array(0) }]));
        const written = readSafetensorsHeader(writeSafetensors(tensors)).entries.map((entry) => entry.name);
        expect(written).toEqual([...names].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))));
      }),
    );
    const [high, beyond] = ['\uffee', '\u{1f600}'].map(
      (one) => [one, { shape: [0], data: new Float32Array(0) }] as const,
    );
    const file = writeSafetensors(new Map([beyond!, high!]));
    expect(readSafetensorsHeader(file).entries.map((entry) => entry.name)).toEqual([high![0], beyond![0]]);
  });

  // Each as the format lays it out: little-endian, two's complement, IEEE 754.
  test.each<[SafetensorsDtype, number[], unknown[]]>([
    ['F64', [0, 0, 0, 0, 0, 0, 0xf8, 0x3f, 1, 0, 0, 0, 0, 0, 0, 0], [1.5, 5e-324]],
    ['F32', [0, 0, 0xc0, 0x3f, 0, 0, 0x80, 0xff], [1.5, Number.NEGATIVE_INFINITY]],
    ['F16', [0, 0x3e, 0xff, 0xfb], [1.5, -65504]],
    ['BF16', [0xc0, 0x3f, 0x7f, 0xff, 1, 0], [1.5, -3.3895313892515355e38, 2 ** -133]],
    [
      'I64',
      [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f, 0xfe, ...Array(7).fill(0xff)],
      [2n ** 63n - 1n, -2n],
    ],
    ['I32', [0xfe, 0xff, 0xff, 0xff, 1, 2, 3, 4], [-2, 0x04030201]],
    ['I16', [0xfe, 0xff, 1, 2], [-2, 0x0201]],
    ['I8', [0xfe, 1], [-2, 1]],
    ['U64', Array(8).fill(0xff), [2n ** 64n - 1n]],
    ['U32', [0xfe, 0xff, 0xff, 0xff], [2 ** 32 - 2]],
    ['U16', [0xfe, 0xff], [0xfffe]],
    ['U8', [0xfe, 1], [0xfe, 1]],
    ['BOOL', [1, 0], [1, 0]],
  ])('%s', (dtype, layout, numbers) => {
    const bytes = fileOf({ a: tensor([numbers.length], [0, layout.length], dtype) }, layout.length);
    bytes.set(layout, bytes.length - layout.length);
    const { tensors } = readSafetensors(bytes);
    expect(tensors.get('a')).toMatchObject({ dtype, shape: [numbers.length] });
    expect([...(tensors.get('a')!.data as Iterable<unknown>)]).toEqual(numbers);
    expect([...writeSafetensors(tensors).subarray(-layout.length)]).toEqual(layout);
  });

  test('without a type a tensor has that of its array', () => {
    const data = [
      new Float64Array(1),
      new Float32Array(1),
      new BigInt64Array(1),
      new Int32Array(1),
      new Int16Array(1),
      new Int8Array(1),
      new BigUint64Array(1),
      new Uint32Array(1),
      new Uint16Array(1),
      new Uint8Array(1),
      new Uint8ClampedArray(1),
    ];
    const tensors = new Map(
      data.map((array, i) => [String.fromCharCode(97 + i), { shape: [1], data: array }]),
    );
    const types = readSafetensorsHeader(writeSafetensors(tensors)).entries.map(({ dtype }) => dtype);
    expect(types).toEqual('U64 I64 F64 F32 U32 I32 U16 I16 I8 U8 U8'.split(' '));
  });

  test('F16 and BF16 are rounded from single precision', () => {
    const data = Float32Array.of(0.1, -2, 1e-7);
    const file = writeSafetensors({
      bf: { shape: [3], data, dtype: 'BF16' },
      half: { shape: [3], data, dtype: 'F16' },
    });
    const { tensors } = readSafetensors(file);
    expect([...(tensors.get('half')!.data as Float32Array)]).toEqual([0.0999755859375, -2, 2 ** -23]);
    expect([...(tensors.get('bf')!.data as Float32Array)]).toEqual([0.10009765625, -2, 215 * 2 ** -31]);
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
    expect([...(data as Float32Array)]).toEqual([
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
    ['another type', fileOf({ a: tensor([1], [0, 1], 'F8_E4M3') }, 1), /"F8_E4M3"; convert/],
    ['a BOOL of 2', fileOf({ a: tensor([1], [0, 1], 'BOOL') }, 1).fill(2, -1), /entry 0 is 2, no BOOL/],
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

  test('other notes leave every byte of the tensors as it is', () => {
    const tensors = { a: tensorOf('F16', [2], [3, 5]), b: tensorOf('BOOL', [1], [1]) };
    const bytes = writeSafetensors(tensors, { old: 'note' });
    expect(withSafetensorsMetadata(bytes, { new: 'note' })).toEqual(
      writeSafetensors(tensors, { new: 'note' }),
    );
    expect(() => withSafetensorsMetadata(bytes, { step: 1 as never })).toThrow(
      /metadata\.step: must be a string/,
    );
  });

  test.each<[string, unknown, RegExp]>([
    [
      'a shape of another size',
      { shape: [3], data: new Float32Array(2) },
      /a: shape \[3\] does not fit 2 values/,
    ],
    ['a negative shape', { shape: [-1, -2], data: new Float32Array(2) }, /does not fit/],
    ['a list of numbers', { shape: [2], data: [1, 2] }, /a typed array/],
    ['a DataView', { shape: [2], data: new DataView(new ArrayBuffer(2)) }, /a typed array/],
    [
      'an unknown type',
      { shape: [1], data: new Uint8Array(1), dtype: 'F8_E4M3' },
      /dtype must be one of U64,/,
    ],
    [
      'a type from the prototype',
      { shape: [1], data: new Uint8Array(1), dtype: 'toString' },
      /dtype must be/,
    ],
    [
      'another array than the type needs',
      { shape: [1], data: new Int32Array(1), dtype: 'F16' },
      /F16 is made of a Float32Array, not of a Int32Array/,
    ],
    [
      'what half precision cannot hold',
      { shape: [1], data: Float32Array.of(70_000), dtype: 'F16' },
      /entry 0 is 70000, too large for F16/,
    ],
    [
      'what bfloat16 cannot hold',
      { shape: [1], data: Float32Array.of(3.4e38), dtype: 'BF16' },
      /too large for BF16/,
    ],
    ['a BOOL of 2', { shape: [1], data: Uint8Array.of(2), dtype: 'BOOL' }, /entry 0 is 2; BOOL is 0 or 1/],
    ['no tensor', null, /a: must be an object, not null/],
  ])('writing refuses %s', (_, wrong, message) => {
    const attempt = (): unknown => writeSafetensors({ a: wrong as never });
    expect(attempt).toThrow(RnpError);
    expect(attempt).toThrow(message);
  });

  test('no tensor is called __metadata__, and tensors are an object or a map', () => {
    const data = new Float32Array(1);
    expect(() => writeSafetensors({ __metadata__: { shape: [1], data } })).toThrow(/__metadata__/);
    expect(() => writeSafetensors([] as never)).toThrow(/tensors: must be an object, not \[\]/);
    expect(() => readSafetensors('text' as never, 'f')).toThrow(/f: must be the bytes of a file/);
  });
});

describe('headers are bounded before they are parsed', () => {
  test.each([
    ['a storm of brackets', '{"a":'.repeat(2e5), /200000 brackets within each other/],
    [
      'a storm of names',
      `{${Array.from({ length: 1e5 + 1 }, (_, i) => `"${i}":{}`).join()}}`,
      /more than 100000 tensors/,
    ],
    ['a header of 9 MB', ' '.repeat(9e6), /first eight bytes are not the length of a header/],
  ])('%s', (_name, header, message) => {
    expect(() => readSafetensors(fileOf(header))).toThrow(message);
  });

  test('brackets within names count for nothing', () => {
    const name = '[[{{\\"[[';
    const bytes = writeSafetensors({ [name]: { shape: [1], data: new Float32Array(1) } });
    expect([...readSafetensors(bytes).tensors.keys()]).toEqual([name]);
  });
});

function twice(first: string, second: string): string {
  return `{${first}:${JSON.stringify(tensor([1], [0, 4]))}, ${second} :${JSON.stringify(tensor([1], [4, 8]))}}`;
}

function typedOrValid(bytes: Uint8Array): void {
  try {
    readSafetensors(bytes);
  } catch (error) {
    expect(error).toBeInstanceOf(RnpError);
    expect((error as RnpError).code).toBe('RNP_WEIGHTS');
  }
}

test('an unknown field of a tensor is refused, and told what it is like', () => {
  const tensor = { shape: [1], data: Float32Array.of(1), dtpe: 'F16' };
  expect(() => writeSafetensors({ a: tensor })).toThrow(
    expect.objectContaining({
      code: 'RNP_WEIGHTS',
      message: 'a.dtpe: is no field of a tensor; there are shape, data, dtype. Did you mean dtype?',
    }),
  );
});

test('too short a beginning of a file asks for more of it', () => {
  const file = writeSafetensors({ a: { shape: [1], data: Float32Array.of(1) } });
  expect(() => readSafetensorsHeader(file.subarray(0, 20), 'x', file.length)).toThrow(
    /^x: the header ends at byte \d+, but only 20 were given; give more of the file's beginning$/,
  );
});
