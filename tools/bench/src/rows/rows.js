import { firstCall } from './firstCall.js';
import { webglQuickStep, webgpuQuickStep } from './graphicsStep.js';
import { growth } from './growth.js';
import { infer } from './infer.js';
import { kernels } from './kernels.js';
import { parse } from './parse.js';
import { place } from './place.js';
import { portableCallsPaper, portableCallsQuick } from './portableCalls.js';
import { scene } from './scene.js';
import { stations } from './stations.js';
import { gainStep, mixtureStep, paperStep, peakRss, quickStep, tensorflowPaperStep } from './steps.js';
import { timeToSse9, timeToSse15 } from './timeToSse.js';
import { workers } from './workers.js';

/**
 * Every row, in the order of the table. The longest comes last, so that an interrupted run has the others.
 *
 * @type {readonly import('./row.js').Row[]}
 */
export const rows = Object.freeze([
  quickStep,
  mixtureStep,
  gainStep,
  paperStep,
  tensorflowPaperStep,
  place,
  parse,
  scene,
  infer,
  peakRss,
  workers,
  growth,
  stations,
  firstCall,
  kernels,
  portableCallsQuick,
  portableCallsPaper,
  webgpuQuickStep,
  webglQuickStep,
  timeToSse15,
  timeToSse9,
]);

/**
 * Rows that hold our figure against another: the peer's, one worker's, that of stock gradients, another checkout's; they stand in the JSON's `ratios`. So do counts, as
 * they are.
 */
export const ratioNames = Object.freeze([
  'timeToSse15',
  'timeToSse9',
  'quickStep',
  'mixtureStep',
  'gainStep',
  'paperStep',
  'tensorflowPaperStep',
  'place',
  'parse',
  'infer',
  'workers',
  'peakRss',
  'portableCallsQuick',
  'portableCallsPaper',
  'webgpuQuickStep',
  'webglQuickStep',
]);
