import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { createDataset, type Dataset, sequentialBatches } from '@rnp/datasets';
import { decodePng } from '@rnp/images';
import { createConvVae, createRnp, evaluate, type Model, type Network } from '@rnp/vae';
import { temporaryFolder } from '@rnp-tools/testing/temporaryFolder';
import * as tf from '@tensorflow/tfjs-core';
import { childrenPerLevelOf } from '../../src/models/childrenPerLevel.js';
import { figuresOf, type MetricsRow } from '../../src/record/metrics.js';
import { writeReport } from '../../src/report/runReport.js';
import { completeSettings, fromRecipe } from '../../src/settings/settings.js';

beforeAll(() => useBackend('wasm'));

/** Noise of any shape; classes make the report choose one image of each. */
function noise(imageShape: readonly [number, number, number], length: number, classes?: number): Dataset {
  const size = imageShape[0] * imageShape[1] * imageShape[2];
  const images = Uint8Array.from({ length: length * size }, (_, i) => (i * 7919) % 256);
  const labels = classes === undefined ? {} : { labels: Uint8Array.from({ length }, (_, i) => i % classes) };
  return createDataset({ name: 'noise', split: 'test', imageShape, images, ...labels });
}

async function reportOf(
  model: Model<Network>,
  data: Dataset,
  { dir = temporaryFolder(), ...more }: { readonly dir?: string; readonly signal?: AbortSignal } = {},
): Promise<{ dir: string; html: string }> {
  const evaluation = await evaluate(model, sequentialBatches(data));
  const rows = [1, 2, 3].map((step) => ({
    step,
    ssePerImage: 10 / step,
    purity: [0.5],
    effectiveChildren: [2],
  }));
  const path = await writeReport(dir, model, data, {
    title: 'A <test>',
    metrics: figuresOf(evaluation, { data: 'noise', digest: '0'.repeat(64), split: 'test', backend: 'cpu' }),
    childrenPerLevel: childrenPerLevelOf(model),
    rows: rows as unknown as readonly MetricsRow[],
    evaluations: [
      { step: 0, epoch: 0, ssePerImage: 12, klPerImage: 0, purity: null, effectiveChildren: null },
      { step: 3, epoch: 1, ssePerImage: 4, klPerImage: 0, purity: null, effectiveChildren: null },
    ],
    settings: completeSettings(fromRecipe('quick-start'), { imageShape: [28, 28, 1], length: 9000 }),
    seed: 3,
    overwrite: false,
    notes: ['the parts draw over each other'],
    ...more,
  });
  return { dir, html: readFileSync(path, 'utf8') };
}

test('a report that is stopped while it is drawn writes nothing', async () => {
  const model = createRnp({ ...small, imageShape: [9, 9, 1], childrenPerLevel: [2], leaf: patch });
  const data = noise([9, 9, 1], 6);
  const before = tf.memory().numTensors;
  for (const turns of [0, 2, 4, 8]) {
    const stop = new AbortController();
    const dir = temporaryFolder();
    const writing = reportOf(model, data, { dir, signal: stop.signal }).catch((error: unknown) => error);
    for (let i = 0; i < turns; i++) await setImmediate();
    stop.abort(new Error('enough'));
    expect(await writing).toBe(stop.signal.reason);
    expect([readdirSync(dir), tf.memory().numTensors]).toEqual([[], before]);
  }
  model.dispose();
});

const small = { latent: 3, hidden: 4, hyperHidden: 4, stateLayers: 1, policyLayers: 1 };
const patch = { kind: 'dense', patch: [3, 4] } as const;

describe('report', () => {
  test.each([
    ['three levels of colour', [10, 14, 3], [2, 1, 2]],
    ['one level', [12, 9, 1], [3]],
    ['two channels', [9, 9, 2], [2, 2]],
  ] as const)('%s', async (_, imageShape, childrenPerLevel) => {
    const model = createRnp({
      ...small,
      imageShape: [...imageShape],
      childrenPerLevel: [...childrenPerLevel],
      leaf: patch,
    });
    const before = tf.memory().numTensors;
    const { dir, html } = await reportOf(model, noise(imageShape, 9, 5));
    expect(tf.memory().numTensors).toBe(before);
    model.dispose();
    const files = readdirSync(dir).sort();
    const names = ['effective-children', 'interpolation', 'learning', 'parts', 'purity', 'samples', 'tree'];
    const pictures = names.flatMap((name) => [`${name}.png`, `${name}.svg`]);
    expect(files).toEqual([...pictures, 'report.html'].sort());
    // Drawings are twice as large as PNG, and say which curve they are.
    for (const [name, title] of [
      ['learning', 'Learning'],
      ['purity', 'Purity'],
      ['effective-children', 'Effective children'],
    ]) {
      const curve = readFileSync(join(dir, `${name}.svg`), 'utf8');
      expect(curve).toContain(`<title>${title}</title>`);
      // Both axes have a unit, in brackets.
      expect(curve).toMatch(/<desc>[^<]+ \([^<]+\) against [^<.]+ \([^<.]+\)\./);
      const { width, height } = decodePng(readFileSync(join(dir, `${name}.png`)));
      expect([width, height]).toEqual([1720, 800]);
    }
    // No picture of the page is anything but SVG, and curves say what they count.
    expect(html).not.toContain('data:image/png');
    expect(html).toContain('SSE per image (squared intensity');
    expect(html).toContain('training step (batches)');
    const drawn = readFileSync(join(dir, 'parts.svg'), 'utf8');
    expect(drawn.includes('>part 1</text>')).toBe(childrenPerLevel.length > 1);
    expect(drawn).toContain('>parts</text>');
    const [height, width] = imageShape;
    const scale = Math.round(112 / Math.max(height, width));
    const parts = decodePng(readFileSync(join(dir, 'parts.png')));
    const columns = 3 + (childrenPerLevel.length > 1 ? childrenPerLevel[0] : 0);
    expect(parts.width).toBeGreaterThanOrEqual(columns * width * scale);
    expect(parts.width).toBeLessThan((columns + 1) * width * scale);
    expect(parts.height).toBeGreaterThanOrEqual(8 * height * scale);
    for (const text of [
      'A &lt;test&gt;',
      'One image as a tree',
      'the parts draw over each other',
      'Purity',
    ]) {
      expect(html).toContain(text);
    }
  });

  test('a model without parts', async () => {
    const model = createConvVae({ latent: 3 });
    const { html } = await reportOf(model, noise([28, 28, 1], 2));
    model.dispose();
    expect(html).toContain('Reconstructions');
    expect(html).not.toContain('One image as a tree');
    expect(html).not.toContain('Effective children</dt>');
  });

  test('a single image', async () => {
    const model = createRnp({ ...small, imageShape: [8, 8, 1], childrenPerLevel: [2], leaf: patch });
    const { dir } = await reportOf(model, noise([8, 8, 1], 1));
    model.dispose();
    expect(readdirSync(dir).filter((name) => name.startsWith('interpolation'))).toEqual([]);
  });
});
