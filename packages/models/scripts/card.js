import { cards } from './cards.js';

/** The figures of a metrics.json, under a prefix. */
function figuresOf(metrics, prefix = '') {
  const { ssePerImage, shareOfMeanImageSse, purity, effectiveChildren } = Object.fromEntries(
    ['ssePerImage', 'shareOfMeanImageSse', 'purity', 'effectiveChildren'].map((key) => [
      key,
      metrics[`${prefix}${key}`],
    ]),
  );
  return { ssePerImage, shareOfMeanImageSse, purity, effectiveChildren };
}

/** Steps of `infer` that the examples measure with. */
const inferSteps = 50;

/** @returns {import('../src/modelCard.js').ModelCard} from an example's results */
export function cardOf(name, metrics) {
  const { title, data, images, limits } = cards[name];
  const { command, seed, backend, date, cpu, cores, node } = metrics;
  const { steps, seconds, loss } = trainingOf(name, metrics);
  const earlier = earlierOf(name, metrics);
  const inferred = metrics['inferred.ssePerImage'] !== undefined;
  return {
    name,
    title,
    data,
    images,
    figures: figuresOf(metrics),
    ...(inferred ? { inferred: { steps: inferSteps, ...figuresOf(metrics, 'inferred.') } } : {}),
    limits,
    training: {
      command,
      seed,
      steps,
      seconds,
      loss,
      backend,
      date,
      cpu,
      cores,
      node,
      ...(earlier.length > 0 ? { earlier } : {}),
    },
  };
}

/** How one model of an example was trained; of an only one the metrics have no name. */
function trainingOf(name, metrics) {
  const told = (key) => metrics[`${key}.${name}`] ?? metrics[key];
  return { steps: told('steps'), seconds: told('seconds'), loss: told('loss') };
}

/** The trainings before that of the model: the example's others, in order; those of an earlier run say so. */
function earlierOf(name, metrics) {
  const names = Object.keys(metrics).flatMap((key) => /^steps\.(.+)$/.exec(key)?.slice(1) ?? []);
  return names
    .filter((other) => other !== name)
    .map((other) => {
      const of = (key) => metrics[`${key}.${other}`];
      const run = Object.fromEntries(
        ['command', 'date', 'cpu', 'cores', 'node'].map((key) => [key, of(key)]),
      );
      const isEarlier = run.date !== undefined;
      return { name: other, ...trainingOf(other, metrics), ...(isEarlier ? { run } : {}) };
    });
}

/** Steps, loss and time, as a sentence goes on with them. */
function trainingText({ steps, loss, seconds }) {
  return `${steps.toLocaleString('en')} steps, ${loss}, in ${Math.round(seconds / 60)} minutes`;
}

/** A sentence for each training before the model's, the last one first. */
function earlierText({ name, run, ...training }, at) {
  const where =
    run === undefined ? '' : ` (\`${run.command}\` on ${run.date}, ${run.cpu}, ${run.cores} cores)`;
  return ` ${at === 0 ? 'It' : 'These'} began with the weights of \`${name}\`: ${trainingText(training)}${where}.`;
}

/** The card to read: README.md of the model's folder. */
export function cardText(card, config) {
  const { data, figures, inferred, training } = card;
  const levels = (values) => values.map((value) => value.toFixed(3)).join(' / ');
  const rows = [
    ['SSE per image', figures.ssePerImage.toFixed(2)],
    ['of the mean training image’s', figures.shareOfMeanImageSse.toFixed(3)],
    ['purity, parts / subparts', levels(figures.purity)],
    [
      `effective children, parts of ${config.model.childrenPerLevel[0]} / subparts of ${config.model.childrenPerLevel[1]}`,
      levels(figures.effectiveChildren),
    ],
    ...(inferred === undefined
      ? []
      : [
          [`SSE per image after ${inferred.steps} steps of \`infer\``, inferred.ssePerImage.toFixed(2)],
          ['of the mean training image’s', inferred.shareOfMeanImageSse.toFixed(3)],
          ['purity, parts / subparts', levels(inferred.purity)],
        ]),
  ];
  const { height, width, channels } = Object.fromEntries(
    ['height', 'width', 'channels'].map((side, i) => [side, card.images.shape[i]]),
  );
  return [
    `# ${card.name}`,
    '',
    `${card.title}. Images are ${height}×${width}×${channels} in [0, 1]: ${card.images.look}.`,
    '',
    `**Data**: ${data.name} (${data.by}). Trained, without labels, on ${data.trainedOn}; measured on ${data.testedOn}.`,
    '',
    '| on the whole test split | |',
    '| --- | --- |',
    ...rows.map((row) => `| ${row.join(' | ')} |`),
    '',
    '![Test images taken apart: input, reconstruction, the parts in colours, each part with its subparts](parts.png)',
    '',
    '![Images drawn from the prior](samples.png)',
    '',
    '**Limits**',
    '',
    ...card.limits.map((limit) => `- ${limit}`),
    '',
    `**Made** with \`${training.command}\` on ${training.date}: seed ${training.seed}, ${trainingText(training)} (${training.backend}, ${training.cpu}, ${training.cores} cores, Node ${training.node}).${(training.earlier ?? []).toReversed().map(earlierText).join('')} \`npm run verify -- ${card.name}\` in a clone measures it again.`,
    '',
    '`config.json` holds the settings, `model.safetensors` the weights in half precision, `card.json` what stands here.',
    '',
  ].join('\n');
}
