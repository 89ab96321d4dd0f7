import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { temporaryFolder } from '@rnp-tools/testing/temporaryFolder';
import { readStoredModel } from '../../src/models/index.js';
import { evaluateModel, exportModel } from '../../src/use/index.js';
import { tinyModel } from './tinyModel.js';

const dir = temporaryFolder();
let model: string;

beforeAll(async () => {
  process.chdir(dir);
  model = await tinyModel(dir, 'mine');
});

describe('exportModel', () => {
  test('writes one file that holds what the folder holds', async () => {
    const out = join(dir, 'sent.safetensors');
    expect(await exportModel(model, { out }).result()).toBe(out);
    const [sent, own] = [await readStoredModel(out), await readStoredModel(model)];
    expect(sent.files).toEqual(own.files);
  });

  test('is called like the model unless a name is given', async () => {
    expect(await exportModel(model).result()).toBe('mine.safetensors');
    expect(await exportModel('mnist').result()).toBe('mnist.safetensors');
  });

  test('in 8 bits is half as large as in 16, and draws as well but for half a percent', async () => {
    const [half, bytes] = ['half.safetensors', 'bytes.safetensors'];
    await exportModel('mnist', { out: half }).result();
    await exportModel('mnist', { out: bytes, precision: 'int8' }).result();
    expect(readFileSync(bytes).length).toBeLessThan(0.52 * readFileSync(half).length);
    const errors: number[] = [];
    for (const file of [half, bytes]) {
      const { figures } = await evaluateModel({ model: file, data: 'digits', limit: 300 }).result();
      errors.push(figures.ssePerImage);
    }
    expect(errors[1]).not.toBe(errors[0]);
    expect(errors[1]! / errors[0]!).toBeLessThan(1.005);
  });

  test('replaces nothing unasked, and takes no other ending', async () => {
    const out = join(dir, 'there.safetensors');
    writeFileSync(out, 'mine');
    await expect(exportModel(model, { out }).result()).rejects.toThrow(/is there already/);
    expect(readFileSync(out, 'utf8')).toBe('mine');
    await exportModel(model, { out, overwrite: true }).result();
    expect(readFileSync(out).length).toBeGreaterThan(1000);
    const other = join(dir, 'other.zip');
    await expect(exportModel(model, { out: other }).result()).rejects.toThrow(
      /give a name that ends in \.safetensors/,
    );
    expect(existsSync(other)).toBe(false);
  });

  test('writes nothing after its signal', async () => {
    const reason = new Error('enough');
    const out = join(dir, 'never.safetensors');
    const job = exportModel(model, { out, signal: AbortSignal.abort(reason) });
    await expect(job.result()).rejects.toBe(reason);
    expect(existsSync(out)).toBe(false);
  });
});
