export { changedWeights } from './changedWeights.js';
export { evenly } from './data/evenly.js';
export { everySecond } from './data/everySecond.js';
export { together } from './data/together.js';
export { experiment } from './experiment.js';
export { kinds } from './figures/learningCurves.js';
export { partsSheet, picturesOf, programsOf, samplesGrid, spread } from './figures/sheets.js';
export {
  evaluated,
  evaluatedAtBothLooks,
  evaluatedBesideMeanImage,
  evaluatedClosely,
  sseOf,
  stepsOf,
} from './measure.js';
export { haveOwnParts, ownPartsOf } from './ownParts.js';
export { rebirth } from './rebirth.js';
export { copyOf } from './training/copyOf.js';
export { seeingParts } from './training/seeingParts.js';
export { withBorder } from './training/withBorder.js';
