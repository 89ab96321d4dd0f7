import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parseCorpus, runSweep, trainRun } from '@rnp/runs';
import { recipes } from '@rnp/runs/recipes';
import { sweepPlan } from '@rnp/runs/sweep';
import { encodePng } from '@rnp/viz';

const set = ['batchSize=4', 'latent=4', 'childrenPerLevel=2,2', 'hidden=6', 'hyperHidden=6'];
assert.deepEqual(recipes['quick-start'].model.childrenPerLevel, [4, 4]);
const run = trainRun({ set, steps: 2 }, { out: 'run', evaluateLimit: 10 });
const types = new Set();
for await (const event of run) types.add(event.type);
assert.ok(types.has('start') && types.has('progress') && types.has('checkpoint'));
const end = await run.result();
assert.equal(end.finished && end.result.metrics.images, 10);
assert.match(readFileSync('run/report.html', 'utf8'), /data:image\/svg\+xml/);

// A run of a sweep is a process of its own, and so is what reads the images of a corpus.
const file = {
  name: 'sweep',
  base: { set: Object.fromEntries(set.map((one) => one.split('='))) },
  seeds: [1],
  backend: 'wasm',
};
const plan = await sweepPlan(file, 'sweep', { steps: 2 });
const { summaries } = await runSweep(plan, { out: 'sweep', report: false, processes: 1 }).result();
assert.equal(summaries[0].done, 1);

mkdirSync('scans');
writeFileSync(
  'scans/a.png',
  encodePng({ width: 28, height: 28, channels: 1, data: new Float32Array(784).fill(1, 300, 310) }),
);
const { images, errors } = await parseCorpus('scans', { model: 'mnist', out: 'corpus' }).result();
assert.deepEqual([images, errors], [1, 0]);
