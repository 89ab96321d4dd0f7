import { beforeAll, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { createDataset, type Dataset } from '@rnp/datasets';
import { createRnp, type Rnp } from '@rnp/vae';
import { curveSvg } from '@rnp/viz';
import { type Call, expectOwnErrors, exportedFunctions } from '@rnp-tools/testing';
import { temporaryFolder } from '@rnp-tools/testing/temporaryFolder';
import { curves } from '../../src/report/curves.js';
import * as reports from '../../src/report/index.js';
import { isReport } from '../../src/report/reportLooks.js';
import { completeSettings, fromRecipe } from '../../src/settings/settings.js';

const imageShape = [8, 8, 1] as const;
let model: Rnp;
let data: Dataset;

beforeAll(async () => {
  await useBackend('wasm');
  // Names such as `text` are those of folders here, too.
  process.chdir(temporaryFolder());
  const small = { latent: 3, hidden: 4, hyperHidden: 4, stateLayers: 1, policyLayers: 1 };
  const leaf = { kind: 'dense', patch: [3, 3] } as const;
  model = createRnp({ ...small, imageShape, childrenPerLevel: [2], leaf }, { seed: 1 });
  const images = Uint8Array.from({ length: 2 * 64 }, (_, i) => (i * 7919) % 256);
  data = createDataset({ name: 'noise', split: 'test', imageShape, images });
});

const rows = [1, 2, 3].map((step) => ({
  step,
  ssePerImage: 10 / step,
  purity: [0.5],
  effectiveChildren: [2],
}));

/** A report without curves: to draw those as PNG, for each call anew, took a hundred times as long as all else. */
function rightReport(): reports.RunReport {
  const metrics = {
    ssePerImage: 1,
    purity: [0.5],
    effectiveChildren: [2],
    klPerImage: 1,
    images: 2,
    withoutInk: [0],
    data: 'noise',
    digest: 'd',
    split: 'test',
    backend: 'wasm',
  };
  return {
    title: 'Noise',
    metrics,
    childrenPerLevel: [2],
    rows: [],
    evaluations: [],
    settings: completeSettings(fromRecipe('quick-start'), { imageShape: [28, 28, 1], length: 9000 }),
    command: 'test',
    seed: 1,
    overwrite: true,
    notes: ['the parts draw over each other'],
    scenes: { chapter: { title: 'Scenes' }, files: {} },
  };
}

/** Right calls of every function. */
function rightCalls(): Readonly<Record<string, readonly unknown[]>> {
  return { writeReport: [temporaryFolder(), model, data, rightReport()] };
}

const names = exportedFunctions(reports);

test('every function is called below', () => {
  expect(Object.keys(rightCalls()).sort()).toEqual(names);
});

test.each(names)('%s throws its own errors and leaves no tensor', async (name) => {
  // A report need not tell the settings.
  const call = (reports as unknown as Record<string, Call>)[name]!;
  await expectOwnErrors(call, rightCalls()[name]!, ['settings']);
});

test('whatever the rows of a report hold is refused, or drawn as far as it is numbers', async () => {
  const drawn = (given: unknown): string[] => {
    isReport('report', given);
    const report = given as reports.RunReport;
    return curves(report.rows, report.evaluations, report.childrenPerLevel).map(
      ({ name: _n, caption: _c, ...curve }) => curveSvg(curve),
    );
  };
  const evaluations = rows.map((row) => ({ ...row, epoch: 0, klPerImage: 0 }));
  const right = { ...rightReport(), rows, evaluations };
  expect(drawn(right).length).toBeGreaterThan(2);
  await expectOwnErrors(drawn, [right], ['settings']);
});
