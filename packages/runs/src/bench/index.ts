export { fastestWords, figureCells, figureHeads } from './figureWords.js';
export type { BackendFigures } from './machineFigures.js';
export {
  type MeasureBackendsOptions,
  type MeasuredBackends,
  type MeasuringEvent,
  measureBackends,
} from './measureBackends.js';
