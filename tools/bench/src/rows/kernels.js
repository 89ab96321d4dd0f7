import { formatNumber, quantity } from '../report/format.js';

/** What this project set itself for a core, GFLOP/s. */
const goal = 28;

/** @type {import('./row.js').Row} */
export const kernels = {
  name: 'kernels',
  title: 'products and convolutions, one core',
  needs: () => ['kernels'],
  summarise: (measured, { sizes }) => {
    const { peakGflops, ...speeds } = measured.figures('kernels') ?? {};
    const entries = Object.entries(speeds);
    const slowest = entries.length > 0 ? Math.min(...entries.map(([, gflops]) => gflops)) : undefined;
    const fastest = entries.length > 0 ? Math.max(...entries.map(([, gflops]) => gflops)) : undefined;
    return {
      ours:
        slowest === undefined
          ? '–'
          : `${formatNumber(slowest)} to ${quantity(fastest, 'GFLOP/s')}; micro kernel ${formatNumber(peakGflops)}`,
      peer: '–',
      ratio: null,
      reach: `${goal} GFLOP/s`,
      reached: null,
      tables: [
        {
          title: `Products and convolutions, batch ${sizes.batch}, one core`,
          rows: [
            ['kernel', 'GFLOP/s', `of ${goal}`, 'of the micro kernel'],
            ...entries.map(([title, gflops]) => [
              title,
              formatNumber(gflops),
              `${Math.round((100 * gflops) / goal)} %`,
              `${Math.round((100 * gflops) / peakGflops)} %`,
            ]),
            ['the micro kernel alone, data in the first-level cache', formatNumber(peakGflops), '', ''],
          ],
        },
      ],
    };
  },
};
