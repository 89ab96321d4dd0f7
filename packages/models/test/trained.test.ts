import { readFile, stat } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { type ModelCard, modelNames } from '../src/index.js';

const trained = new URL('../trained/', import.meta.url);
const examples = new URL('../../../examples/', import.meta.url);
const cardScript: Promise<{
  cardOf(name: string, metrics: object): ModelCard;
  cardText(card: ModelCard, config: object): string;
}> = import(new URL('../scripts/card.js', import.meta.url).href);

/** What a saved model may weigh, and what it has to reach. */
const bars: Readonly<
  Record<string, { bytes: number; sse?: number; share?: number; pure: number; busy: number[] }>
> = {
  mnist: { bytes: 4e6, sse: 8, pure: 0.85, busy: [3.2, 2.8] },
  'fashion-mnist': { bytes: 4e6, share: 0.35, pure: 0.7, busy: [2.5, 2.5] },
  omniglot: { bytes: 8e6, pure: 0.7, busy: [2.5, 2.5] },
  'eth-80': { bytes: 8e6, share: 0.35, pure: 0.7, busy: [2.5, 2.5] },
};

describe.each(modelNames)('trained/%s', (name) => {
  const bytesOf = (base: URL, path: string): Promise<Buffer> => readFile(new URL(path, base));

  test('is what its example has committed; npm run collect makes it again', async () => {
    const { cardOf, cardText } = await cardScript;
    const config = await bytesOf(examples, `${name}/results/${name}.json`);
    const metrics = JSON.parse(String(await bytesOf(examples, `${name}/results/metrics.json`)));
    const card = cardOf(name, metrics);
    expect(JSON.parse(String(await bytesOf(trained, `${name}/card.json`)))).toEqual(card);
    expect(String(await bytesOf(trained, `${name}/README.md`))).toBe(
      cardText(card, JSON.parse(String(config))),
    );
    for (const [ours, theirs] of [
      ['config.json', `${name}.json`],
      ['model.safetensors', `${name}.safetensors`],
      ['parts.png', 'parts.png'],
      ['samples.png', 'samples.png'],
    ] as const) {
      const kept = await bytesOf(examples, `${name}/results/${theirs}`);
      expect(kept.equals(await bytesOf(trained, `${name}/${ours}`))).toBe(true);
    }
  });

  test('is small, and as good as it has to be', async () => {
    const bar = bars[name]!;
    const { size } = await stat(new URL(`${name}/model.safetensors`, trained));
    expect(size).toBeLessThanOrEqual(bar.bytes);
    const { figures } = JSON.parse(String(await bytesOf(trained, `${name}/card.json`))) as ModelCard;
    if (bar.sse !== undefined) expect(figures.ssePerImage).toBeLessThanOrEqual(bar.sse);
    if (bar.share !== undefined) expect(figures.shareOfMeanImageSse).toBeLessThanOrEqual(bar.share);
    for (const purity of figures.purity) expect(purity).toBeGreaterThanOrEqual(bar.pure);
    for (const [level, children] of figures.effectiveChildren.entries()) {
      expect(children).toBeGreaterThanOrEqual(bar.busy[level]!);
    }
  });

  test('stands in the README with these figures', async () => {
    const { figures, inferred } = JSON.parse(
      String(await bytesOf(trained, `${name}/card.json`)),
    ) as ModelCard;
    const readme = String(await readFile(new URL('../README.md', import.meta.url)));
    const row = readme.split('\n').find((line) => line.startsWith(`| [${name}](`))!;
    const cells = row.split('|').map((cell) => cell.trim());
    const levels = (values: readonly number[], digits: number): string =>
      values.map((value) => value.toFixed(digits)).join(' / ');
    expect(cells.slice(3, 8)).toEqual([
      figures.ssePerImage.toFixed(2),
      inferred!.ssePerImage.toFixed(2),
      figures.shareOfMeanImageSse.toFixed(3),
      levels(figures.purity, 3),
      levels(figures.effectiveChildren, 2),
    ]);
  });
});
