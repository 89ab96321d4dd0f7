import { describe, expect, test } from '@jest/globals';
import { RnpError } from '@rnp/errors';
import fc from 'fast-check';
import { type DecoderOptions, decoderConfig, decoderSettings, defaultDecoderConfig } from '../src/index.js';
import { patchShape } from '../src/leaf/patchDecoder.js';

const pathOf = (options: unknown): string => {
  try {
    decoderConfig(options as DecoderOptions);
  } catch (error) {
    if (error instanceof RnpError) return error.path ?? 'nowhere';
    throw error;
  }
  return 'accepted';
};

describe('decoderConfig', () => {
  test('fills in the defaults', () => {
    expect(decoderConfig()).toEqual(defaultDecoderConfig);
  });

  test('takes one scale offset for all levels', () => {
    const config = decoderConfig({ childrenPerLevel: [2, 3, 4], scaleOffset: 1.2 });
    expect(config.scaleOffset).toEqual([1.2, 1.2, 1.2]);
    expect(decoderConfig({ childrenPerLevel: [2, 3, 4] }).scaleOffset).toEqual([1.6, 1.6, 1.6]);
  });

  test.each(Object.entries(decoderSettings))('%s: as its row says', (name, row) => {
    expect(row.example).not.toEqual(row.default);
    // A ground is drawn behind parts that hide it.
    const given = { ...(name === 'ground' && { compositing: 'over' as const }), [name]: row.example };
    expect(decoderConfig(given)).toEqual({ ...defaultDecoderConfig, ...given });
    expect((decoderConfig() as unknown as Record<string, unknown>)[name]).toEqual(row.default);
    const { min = 1, max } = row.values as { readonly min?: number; readonly max?: number };
    const outside = row.values.type === 'choice' ? ['other', null] : [min - 1, max! + 1, 1.5, `${min}`];
    for (const value of row.values.type === 'size' ? outside.map((side) => [side, min]) : outside) {
      expect(pathOf({ [name]: value })).toBe(name);
    }
  });

  test('survives a trip through JSON, and a second check changes nothing', () => {
    const images = [
      [
        [0, 1],
        [1, 0],
        [0, 1],
      ],
    ];
    const config = decoderConfig({ leaf: { kind: 'primitives', images }, canvas: [20, 24], cell: 'lstm' });
    expect(decoderConfig(JSON.parse(JSON.stringify(config)) as DecoderOptions)).toEqual(config);
    expect(patchShape(config)).toEqual([3, 2, 1]);
  });

  test.each<[string, unknown]>([
    ['(whole)', null],
    ['depth', { depth: 3 }],
    ['imageShape', { imageShape: [28, 28] }],
    ['imageShape', { imageShape: [1, 28, 1] }],
    ['imageShape[2]', { imageShape: [28, 28, 0] }],
    ['latent', { latent: 1.5 }],
    ['childrenPerLevel', { childrenPerLevel: [] }],
    ['childrenPerLevel[1]', { childrenPerLevel: [4, 0] }],
    ['childrenPerLevel', { childrenPerLevel: [200, 200, 200] }],
    ['scaleOffset', { scaleOffset: [1.6] }],
    ['scaleOffset[1]', { scaleOffset: [1.6, Number.NaN] }],
    ['cell', { cell: 'rnn' }],
    ['generator', { generator: 'none' }],
    ['feedback', { feedback: null }],
    ['leaf', { leaf: 'dense' }],
    ['leaf.kind', { leaf: { kind: 'sparse' } }],
    ['leaf.patch', { leaf: { kind: 'dense' } }],
    ['leaf.patch[0]', { leaf: { kind: 'dense', patch: [1, 8] } }],
    ['leaf.foo', { leaf: { kind: 'dense', patch: [4, 4], foo: 1 } }],
    ['leaf.images', { leaf: { kind: 'dense', patch: [4, 4], images: [] } }],
    ['leaf.patch', { leaf: { kind: 'convTranspose', patch: [9, 9] } }],
    ['leaf.patch', { leaf: { kind: 'primitives', images: [zeros(2, 3)], patch: [2, 3] } }],
    ['leaf.decode', { leaf: { kind: 'custom', patch: [4, 4], shapes: {}, decode: null } }],
    ['leaf.images', { leaf: { kind: 'primitives', images: [] } }],
    ['leaf.images[1]', { leaf: { kind: 'primitives', images: [zeros(2, 3), zeros(3, 2)] } }],
    ['canvas', { canvas: 28 }],
  ])('names %s', (path, options) => {
    expect(pathOf(options)).toBe(path);
  });

  test('says what a kind of leaf has instead, and what may be meant', () => {
    const leaf = { kind: 'dense', pathc: [4, 4] } as never;
    expect(() => decoderConfig({ leaf })).toThrow(
      'leaf.pathc: is an unknown option; there are kind, patch. Did you mean patch?',
    );
  });

  test('any data is taken or refused with a typed error', () => {
    fc.assert(fc.property(fc.anything(), (data) => typeof pathOf(data) === 'string'));
    const field = fc.constantFrom(...Object.keys(defaultDecoderConfig), 'canvas');
    fc.assert(
      fc.property(field, fc.anything(), (key, value) => typeof pathOf({ [key]: value }) === 'string'),
    );
  });
});

function zeros(height: number, width: number): number[][] {
  return Array.from({ length: height }, () => new Array<number>(width).fill(0));
}
