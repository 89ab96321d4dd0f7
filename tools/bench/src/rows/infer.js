import { formatNumber, quantity } from '../report/format.js';
import { ratio } from '../statistics.js';

/** Of the time by stock gradients of our ops, and milliseconds for one image. */
const [maxRatio, oneLimit] = [0.4, 60];

/** CPU seconds of `full` steps, of a descent that may have taken fewer. */
const secondsOf = (figures, full) =>
  figures === null ? undefined : (figures.cpuMs * full) / figures.steps / 1000;

/** @type {import('./row.js').Row} */
export const infer = {
  name: 'infer',
  title: 'inference, bundled MNIST model, free parts, one core',
  needs: () => [
    'inferBatch',
    'inferBatchTape',
    'inferBatchPlain',
    'inferOne',
    'inferOneTape',
    'inferOnePlain',
  ],
  summarise: (measured, { sizes }) => {
    const { images, steps } = sizes.infer;
    const seconds = (name) => secondsOf(measured.figures(name), steps);
    const [batch, tape] = [seconds('inferBatch'), seconds('inferBatchTape')];
    const one = seconds('inferOne');
    const times = ratio(batch, tape);
    const verdicts = [
      times === null ? null : times <= maxRatio,
      one === undefined ? null : 1000 * one <= oneLimit,
    ];
    const known = verdicts.filter((verdict) => verdict !== null);
    const line = (title, ...names) => {
      const [many, single] = names.map(seconds);
      const ratios = [ratio(batch, many), ratio(one, single)];
      return [
        title,
        formatNumber(many),
        formatNumber(ratios[0]),
        formatNumber(single === undefined ? undefined : 1000 * single),
        formatNumber(ratios[1]),
      ];
    };
    return {
      ours: `${quantity(batch, 's')}; one image ${quantity(one === undefined ? undefined : 1000 * one, 'ms')}`,
      peer: '–',
      ratio: times,
      reach: `≤ ${maxRatio}× of stock gradients; one image ≤ ${oneLimit} ms`,
      reached: known.length === 0 ? null : known.every(Boolean),
      tables: [
        {
          title: `Inference, ${steps} steps, CPU time on one core`,
          rows: [
            ['by', `${images} images, s`, 'infer over it', 'one image, ms', 'infer over it'],
            line('`infer`', 'inferBatch', 'inferOne'),
            line('stock gradients of our ops (src/stock/tapedTree.js)', 'inferBatchTape', 'inferOneTape'),
            line(
              "stock gradients of TensorFlow.js's ops (src/stock/plainTree.js)",
              'inferBatchPlain',
              'inferOnePlain',
            ),
          ],
        },
      ],
    };
  },
};
