import { formatMetric } from '@rnp/viz';
import { levelNames, type PartialMetrics, type RunMetrics } from './metrics.js';
import type { RunRecord } from './runRecord.js';

/** The README.md of a model folder. */
export function modelCard(record: RunRecord, metrics: RunMetrics | PartialMetrics): string {
  const { model, training, data } = record;
  return [
    '# A Recursive Neural Program',
    '',
    `Learned parts from ${data.length} images of ${data.name} (${data.imageShape.join('×')}), without labels.`,
    '',
    '| | |',
    '|---|---|',
    ...figures(metrics, model.steps.length).map(([name, value]) => `| ${name} | ${value} |`),
    `| levels, steps per level | ${model.steps.length}: ${model.steps.join(', ')} |`,
    `| latent size | ${model.latent} |`,
    `| steps, batch | ${metrics.steps}, ${training.batchSize} |`,
    `| backend, workers, seed | ${record.backend}, ${record.workers}, ${training.seed} |`,
    `| made with | @rnp/cli ${record.rnp} |`,
    '',
    '```sh',
    record.command,
    '```',
    '',
    '`config.json` holds the settings, `model.safetensors` the weights (readable from Python, too).',
    'Use it with `rnp eval --model FOLDER`, or in a program:',
    '',
    '```js',
    "import { modelFromFiles } from '@rnp/vae';",
    "import { loadModelFolder } from '@rnp/vae/node';",
    '',
    "const { model } = modelFromFiles((await loadModelFolder('FOLDER')).files);",
    '```',
    '',
  ].join('\n');
}

function figures(metrics: RunMetrics | PartialMetrics, depth: number): (readonly [string, string])[] {
  if (!metrics.complete) {
    const { training, steps, of } = metrics;
    return [
      ['state', `stopped after ${steps} of ${of} steps`],
      ...(training === null
        ? []
        : ([['SSE per training image', formatMetric(training.ssePerImage)]] as const)),
    ];
  }
  const names = levelNames(depth).join(' / ');
  return [
    [`SSE per image (${metrics.images} of the ${metrics.split} split)`, formatMetric(metrics.ssePerImage)],
    [`purity, ${names}`, formatMetric(metrics.purity ?? [])],
    [`effective children, ${names}`, formatMetric(metrics.effectiveChildren ?? [])],
    ['Σ(exp(lv) + mean² − 1 − lv) per image, twice the KL', formatMetric(metrics.klPerImage)],
  ];
}
