export { counted } from './counted.js';
export { didYouMean, meantBy, meantWords } from './didYouMean.js';
export { formatSeconds } from './formatSeconds.js';
export { inColumns } from './inColumns.js';
export { meantBeside } from './meantBeside.js';
export { createProgressBar, type ProgressBar, type Terminal } from './progressBar.js';
export { shellCommand, shellOption } from './shellWords.js';
export { tableLines } from './tableLines.js';
export { visible, visibleJson } from './visible.js';
