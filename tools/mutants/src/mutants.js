import { data } from './defects/data.js';
import { decoding } from './defects/decoding.js';
import { files } from './defects/files.js';
import { generatedLayers } from './defects/generatedLayers.js';
import { layers } from './defects/layers.js';
import { loss } from './defects/loss.js';
import { maps } from './defects/maps.js';
import { pictures } from './defects/pictures.js';
import { placing } from './defects/placing.js';

/**
 * The defects, a line each, that the suites must catch: of the kinds that numeric and file code really gets. A defect is
 * equivalent to none only by mistake, so every one must be caught.
 *
 * @typedef {object} Mutant
 * @property {string} name what is wrong with it, as a reviewer would say it
 * @property {string} package the package's folder
 * @property {string} file relative to the package; of `assembly/…` the module is compiled anew
 * @property {string} from what stands there, once in the file
 * @property {string} to what is planted
 * @property {string} test the test file that must fail
 * @property {string} caughtBy part of the title of a test that must fail
 */

/** @type {readonly Mutant[]} */
export const mutants = [
  ...placing,
  ...layers,
  ...generatedLayers,
  ...decoding,
  ...loss,
  ...files,
  ...pictures,
  ...data,
  ...maps,
];
