import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { RnpError } from '@rnp/errors';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { createConvVae } from '../../src/baseline/convVae.js';
import { readModelConfig, writeModelConfig } from '../../src/files/modelConfig.js';
import { type ModelFiles, modelFromFiles, modelToFiles } from '../../src/files/modelFiles.js';
import { createRnp } from '../../src/rnp/rnp.js';

const small = { imageShape: [8, 8, 1], latent: 4, childrenPerLevel: [2, 2] } as never;

function textOf(files: ModelFiles): string {
  return new TextDecoder().decode(files['config.json']);
}

function bytesOf(value: unknown): Uint8Array {
  return new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));
}

describe('a model as files', () => {
  beforeAll(() => useBackend('wasm'));

  test('in half precision a model takes half the room and draws nearly the same', () => {
    const model = createRnp(small, { seed: 3 });
    const program = model.samplePrior(2, 1);
    const [whole, half] = (['float32', 'float16'] as const).map((precision) =>
      modelToFiles(model, {}, { precision }),
    );
    const bytes = [whole, half].map((files) => files!['model.safetensors'].length);
    expect(bytes[1]! / bytes[0]!).toBeLessThan(0.6);
    const loaded = modelFromFiles(half!);
    const [a, b] = [model, loaded.model].map((one) => [...one.decode(program).dataSync()]);
    expect(a).not.toEqual(b);
    const difference = Math.max(...a!.map((value, i) => Math.abs(value - b![i]!)));
    expect(difference).toBeLessThan(0.02);
    model.dispose();
    loaded.model.dispose();
    program.dispose();
  });

  test('an RNP draws the same after load ∘ save', () => {
    const model = createRnp(small, { seed: 3 });
    const files = modelToFiles(model, { training: { steps: 5 }, command: 'rnp train' });
    const loaded = modelFromFiles(files);
    expect(loaded.kind).toBe('rnp');
    expect(loaded.document).toMatchObject({
      schema: 'rnp-model',
      version: 1,
      kind: 'rnp',
      training: { steps: 5 },
    });
    expect(loaded.model.network.spec.config).toEqual(model.config);
    const program = model.samplePrior(2, 1);
    const drawn = [model, loaded.model].map((one) => [...one.decode(program).dataSync()]);
    expect(drawn[1]).toEqual(drawn[0]);
    // `toEqual` needs seconds for millions of bytes.
    const again = modelToFiles(loaded.model as typeof model)['model.safetensors'];
    expect(Buffer.compare(again, files['model.safetensors'])).toBe(0);
    model.dispose();
    loaded.model.dispose();
    program.dispose();
  });

  test('keeps its precisions, to the bit; one without them has no such field', () => {
    const model = createRnp(small, { seed: 3 });
    expect(modelFromFiles(modelToFiles(model)).model.precisions).toBeNull();
    expect(textOf(modelToFiles(model))).not.toMatch(/precisions/);
    const precisions = { pixels: 100 / 3, top: 1, states: [0.1 + 0.2, 1e-6], actions: Math.PI };
    model.precisions = precisions;
    const files = modelToFiles(model, { data: 'mnist' });
    const loaded = modelFromFiles(files);
    expect(loaded.model.precisions).toEqual(precisions);
    expect(textOf(modelToFiles(loaded.model as typeof model, { data: 'mnist' }))).toBe(textOf(files));
    expect(() => modelToFiles(model, { precisions })).toThrow(/one of the config's own fields/);
    model.dispose();
    loaded.model.dispose();
  });

  test.each<[string, unknown, RegExp]>([
    ['one left out', { pixels: 1, top: 1, states: 1 }, /precisions\.actions: must be given/],
    [
      'one below 0',
      { pixels: 1, top: -1, states: 1, actions: 1 },
      /precisions\.top: must be a number from 0\.000001/,
    ],
    [
      'a level too many',
      { pixels: 1, top: 1, states: [1, 1, 1], actions: 1 },
      /precisions\.states: has 3 for 2 levels/,
    ],
    ['null', null, /precisions: must be an object/],
  ])(
    'refuses a file with precisions of which %s is wrong, naming file and field',
    (_, precisions, message) => {
      const model = createRnp(small);
      const files = modelToFiles(model);
      model.dispose();
      const before = tf.memory().numTensors;
      const document = { ...JSON.parse(textOf(files)), precisions };
      const attempt = (): unknown =>
        modelFromFiles({ ...files, 'config.json': bytesOf(document) }, { path: 'm' });
      expect(attempt).toThrow(message);
      expect(attempt).toThrow(expect.objectContaining({ code: 'RNP_CONFIG', path: 'm/config.json' }));
      expect(tf.memory().numTensors).toBe(before);
    },
  );

  test('so does the baseline', () => {
    const model = createConvVae({ imageShape: [8, 8, 1], latent: 4 }, { seed: 3 });
    const loaded = modelFromFiles(modelToFiles(model));
    expect(loaded.kind).toBe('conv-vae');
    const program = model.samplePrior(2, 1);
    const drawn = [model, loaded.model].map((one) => [...one.decode(program).dataSync()]);
    expect(drawn[1]).toEqual(drawn[0]);
    model.dispose();
    loaded.model.dispose();
  });

  test('a config that does not fit its weights is refused with the tensor and both shapes', () => {
    const [one, other] = [createRnp(small), createRnp({ ...(small as object), latent: 5 } as never)];
    const files = { ...modelToFiles(one), 'config.json': modelToFiles(other)['config.json'] };
    one.dispose();
    other.dispose();
    const before = tf.memory().numTensors;
    const attempt = (): unknown => modelFromFiles(files, { path: 'runs/x/model' });
    expect(attempt).toThrow(/(encoder|decoder)\/\S+ is \[.*4.*\], the config makes it \[.*5.*\]/);
    expect(attempt).toThrow(
      expect.objectContaining({ code: 'RNP_WEIGHTS', path: 'runs/x/model/model.safetensors' }),
    );
    expect(tf.memory().numTensors).toBe(before);
  });

  test('an impossible config names the file and the setting', () => {
    const files = {
      'config.json': writeModelConfig('rnp', { latent: -1 }),
      'model.safetensors': new Uint8Array(),
    };
    const attempt = (): unknown => modelFromFiles(files, { path: 'm' });
    expect(attempt).toThrow(expect.objectContaining({ code: 'RNP_CONFIG', path: 'm/config.json' }));
    expect(attempt).toThrow(/latent/);
  });

  test('any model config gives a typed error or a model', () => {
    const weights = new Uint8Array();
    const setting = fc.constantFrom(
      'imageShape',
      'latent',
      'steps',
      'encoder',
      'leaf',
      'channels',
      'primitives',
      '__proto__',
    );
    const config = fc.dictionary(setting, fc.jsonValue({ maxDepth: 2 }));
    fc.assert(
      fc.property(fc.constantFrom('rnp', 'conv-vae'), config, (kind, model) => {
        const files = { 'config.json': writeModelConfig(kind as 'rnp', model), 'model.safetensors': weights };
        const typed = expect.objectContaining({ code: expect.stringMatching(/^RNP_(CONFIG|WEIGHTS)$/) });
        expect(() => modelFromFiles(files)).toThrow(typed);
      }),
    );
  });
});

describe('config.json', () => {
  const valid = { schema: 'rnp-model', version: 1, kind: 'rnp', model: {} };

  test.each<[string, Uint8Array, RegExp]>([
    ['an empty file', bytesOf(''), /empty/],
    ['a cut file', bytesOf('{"schema": "rnp-mo'), /no JSON/],
    ['invalid UTF-8', Uint8Array.of(0x22, 0xff, 0x22), /no JSON/],
    ['a name twice', bytesOf('{"schema": "rnp-model", "kind": "rnp", "kind": "conv-vae"}'), /"kind" twice/],
    ['a list', bytesOf([]), /schema/],
    ['null', bytesOf(null), /schema/],
    ['another schema', bytesOf({ ...valid, schema: 'x' }), /schema/],
    ['a later version', bytesOf({ ...valid, version: 2 }), /version 2.*update/],
    ['another kind', bytesOf({ ...valid, kind: 'gan' }), /"gan"/],
    ['no model', bytesOf({ ...valid, model: [] }), /"model"/],
    ['a huge file', new Uint8Array(1_000_001), /more than 1000000/],
  ])('refuses %s', (_, bytes, message) => {
    const attempt = (): unknown => readModelConfig(bytes, 'm/config.json');
    expect(attempt).toThrow(message);
    expect(attempt).toThrow(expect.objectContaining({ code: 'RNP_CONFIG', path: 'm/config.json' }));
  });

  test('arbitrary bytes give a typed error', () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array(), fc.json().map(bytesOf)), (bytes) => {
        expect(() => readModelConfig(bytes)).toThrow(RnpError);
      }),
    );
  });

  test('is not written when it could not be read, or is no JSON', () => {
    expect(() => writeModelConfig('rnp', {}, { notes: 'x'.repeat(1_000_000) })).toThrow(/store less/);
    expect(() => writeModelConfig('rnp', {}, { big: 1n })).toThrow(RnpError);
    expect(() => writeModelConfig('rnp', {}, null as never)).toThrow(/^extra: must be/);
    for (const name of ['schema', 'version', 'kind', 'model']) {
      expect(() => writeModelConfig('rnp', {}, { data: 'digits', [name]: 'mine' })).toThrow(
        new RegExp(
          `^extra\\.${name}: is one of the config's own fields \\(schema, version, kind, model, precisions\\)`,
        ),
      );
    }
    expect(() => writeModelConfig('rnp', {}, { notes: { rates: [1, Number.NaN] } })).toThrow(
      /^extra\.notes\.rates\[1\]: is NaN/,
    );
    expect(() => writeModelConfig('rnp', {}, { at: new Date(0) })).toThrow(
      /^extra\.at: is an object \(Date\)/,
    );
  });
});
