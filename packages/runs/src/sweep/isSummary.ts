import { check, isObjectOf, isWord, type Look, orNull } from '../checks.js';

/** Not checkOptions: the numbers of a level of which nothing drew are NaN. */
const isSpread: Look = (path, value) => check.options(path, value, ['mean', 'deviation']);

const spreads = orNull((path, value) => check.list(path, value, isSpread));

/** A row of `sweepSummary`. */
export const isSummary: Look = isObjectOf(
  {
    setting: isWord,
    runs: (path, value) => check.wholeNumber(path, value, 0),
    done: (path, value) => check.wholeNumber(path, value, 0),
    ssePerImage: orNull(isSpread),
    purity: spreads,
    effectiveChildren: spreads,
    seconds: orNull(isSpread),
    best: orNull(check.object),
  },
  ['setting', 'runs', 'done', 'ssePerImage', 'purity', 'effectiveChildren', 'seconds', 'best'],
);
