import { formatMetric } from '@rnp/viz';
import { augmentationText } from '../settings/augmentation.js';
import type { NetworkKind } from '../settings/networkKind.js';
import { counted } from '../words/counted.js';
import { levelNames } from './levelNames.js';
import type { PartialMetrics, RunMetrics } from './metrics.js';
import { precisionRow } from './precisionFigures.js';
import { publishedCommand } from './publishedCommand.js';
import type { Adapted, RunRecord } from './runRecord.js';

const titles: Readonly<Record<NetworkKind, string>> = {
  rnp: 'A Recursive Neural Program',
  'conv-vae': 'A convolutional VAE, to compare with',
};

/** The README.md of a model folder. */
export function modelReadme(record: RunRecord, metrics: RunMetrics | PartialMetrics): string {
  const { network, model, training, data, adapted } = record;
  const command = publishedCommand(record.command);
  // Longer than any in the command, which may come from anybody.
  const fence = '`'.repeat(
    Math.max(3, 1 + Math.max(0, ...(command.match(/`+/g) ?? []).map((run) => run.length))),
  );
  return [
    `# ${titles[network]}`,
    '',
    `${adapted === undefined ? 'Learned from' : 'Adapted to'} ${data.length} images of ${data.name} (${data.imageShape.join('×')}), without labels.`,
    ...(adapted === undefined ? [] : ['', origin(adapted)]),
    '',
    '| | |',
    '|---|---|',
    ...figures(metrics, model.childrenPerLevel.length).map(([name, value]) => `| ${name} | ${value} |`),
    ...(network === 'rnp'
      ? [
          `| levels, children per level | ${model.childrenPerLevel.length}: ${model.childrenPerLevel.join(', ')} |`,
        ]
      : []),
    `| latent size | ${model.latent} |`,
    ...(training.frozen.length > 0 ? [`| did not change | ${training.frozen.join(', ')} |`] : []),
    ...(record.augment ? [`| images moved at random by up to | ${augmentationText(record.augment)} |`] : []),
    `| steps, batch | ${metrics.steps}, ${training.batchSize} |`,
    `| backend, workers, seed | ${record.backend}, ${record.workers}, ${training.seed} |`,
    `| made with | @rnp/cli ${record.rnp} |`,
    '',
    `${fence}sh`,
    command,
    fence,
    '',
    '`config.json` holds the settings, `model.safetensors` the weights (readable from Python, too).',
    'Use it in a program:',
    '',
    '```js',
    "import { useBackend } from '@rnp/backend';",
    "import { modelFromFiles } from '@rnp/vae';",
    "import { loadModelFolder } from '@rnp/vae/node';",
    '',
    "await useBackend('wasm');",
    "const { model } = modelFromFiles((await loadModelFolder('FOLDER')).files);",
    '```',
    '',
  ].join('\n');
}

/** What a model that was adapted began with. */
function origin({ from, data, kept }: Adapted): string {
  const learned = data === null ? '' : `, which had learned from ${data}`;
  const fresh = kept === 'encoder and hypernetworks' ? 'nothing' : 'all else';
  return `Began with the ${kept} of \`${publishedCommand(from)}\`${learned}; ${fresh} was fresh.`;
}

function figures(metrics: RunMetrics | PartialMetrics, depth: number): (readonly [string, string])[] {
  if (!metrics.complete) {
    const { training, steps, of } = metrics;
    return [
      [
        'state',
        steps < of
          ? `stopped after ${steps} of ${counted(of, 'step')}`
          : `trained ${counted(of, 'step')}, not measured on held-out images`,
      ],
      ...(training === null
        ? []
        : ([['SSE per training image', formatMetric(training.ssePerImage)]] as const)),
    ];
  }
  const names = levelNames(depth).join(' / ');
  return [
    [`SSE per image (${metrics.images} of the ${metrics.split} split)`, formatMetric(metrics.ssePerImage)],
    ...(metrics.purity === null ? [] : [[`purity, ${names}`, formatMetric(metrics.purity)] as const]),
    ...(metrics.effectiveChildren === null
      ? []
      : [[`effective children, ${names}`, formatMetric(metrics.effectiveChildren)] as const]),
    ['KL divergence per image, nats', formatMetric(metrics.klPerImage)],
    ...precisionsOf(metrics),
    ...inferredOf(metrics, names),
  ];
}

/** Those that the model keeps, if the run was told to learn them. */
function precisionsOf({ precisions }: RunMetrics): (readonly [string, string])[] {
  if (precisions === undefined) return [];
  const [name, value] = precisionRow(precisions);
  return [
    [`${name} of pixels; top program; states; actions (from ${precisions.images} training images)`, value],
  ];
}

/** What inference found, if the run was told to infer. */
function inferredOf({ inferred }: RunMetrics, names: string): (readonly [string, string])[] {
  if (inferred === undefined) return [];
  const after = `after ${counted(inferred.steps, 'step')} of inference`;
  return [
    [`SSE per image ${after}`, formatMetric(inferred.ssePerImage)],
    ...(inferred.purity === null
      ? []
      : [[`purity ${after}, ${names}`, formatMetric(inferred.purity)] as const]),
  ];
}
