import { formatNumber, quantity } from '../report/format.js';

const calls = [
  ['firstParseQuick', 'first parse, quick recipe'],
  ['firstParse', "first parse, the paper's configuration"],
  ['firstStepQuick', 'first step, quick recipe'],
  ['firstStep', "first step, the paper's configuration"],
];

/** A command that parses an image is then felt as at once. */
const limitMs = 150;

/** @type {import('./row.js').Row} */
export const firstCall = {
  name: 'firstCall',
  title: 'from the start of the process to the first parse, quick recipe',
  needs: () => calls.map(([name]) => name),
  summarise: (measured, { sizes }) => ({
    ours: quantity(measured.figures('firstParseQuick')?.doneMs, 'ms'),
    peer: '–',
    ratio: null,
    reach: `≤ ${limitMs} ms`,
    reached:
      measured.figures('firstParseQuick') === null
        ? null
        : measured.figures('firstParseQuick').doneMs <= limitMs,
    tables: [
      {
        title: `First calls, ms; steps with batch ${sizes.batch}`,
        rows: [
          ['', 'process', 'packages', 'backend', 'model', 'the call', 'in all'],
          ...calls
            .map(([name, title]) => [title, measured.figures(name)])
            .filter(([, figures]) => figures !== null)
            .map(([title, { processMs, packagesMs, backendMs, modelMs, callMs, doneMs }]) => [
              title,
              ...[processMs, packagesMs, backendMs, modelMs, callMs, doneMs].map(formatNumber),
            ]),
        ],
      },
    ],
  }),
};
