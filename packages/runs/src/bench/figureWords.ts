import { formatMetric } from '@rnp/viz';
import { check, checkOptions, isWord, type Look, refused } from '../checks.js';
import type { BackendFigures } from './machineFigures.js';

/** What a backend is called where its figures are read. */
type NameOf = (backend: string) => string;

const looks: Readonly<Record<keyof BackendFigures, Look>> = Object.freeze({
  backend: isWord,
  gflops: check.number,
  parseMs: check.number,
  stepMs: check.number,
});

const areFigures: Look = (path, value) =>
  checkOptions(path, value, looks, ['backend', 'gflops', 'parseMs', 'stepMs']);

/** Heads of the columns of a table of figures; their cells are those of `figureCells`. */
export const figureHeads: readonly string[] = Object.freeze([
  'backend',
  'product, GFLOP/s',
  'parse of a digit, ms',
  'step of training, ms',
]);

/**
 * The row of a backend, under `figureHeads`.
 *
 * @param nameOf what the backend is called there. Default: its name
 * @throws RnpError RNP_CONFIG for what are no figures
 */
export function figureCells(figures: BackendFigures, nameOf: NameOf = sameName): readonly string[] {
  areFigures('figures', figures);
  check.callable('nameOf', nameOf);
  const { backend, gflops, parseMs, stepMs } = figures;
  return [nameOf(backend), ...[gflops, parseMs, stepMs].map(formatMetric)];
}

/**
 * Which backend is the fastest for what: `fastest here: wasm for parsing, tensorflow for training`.
 *
 * @param figures of one backend at least
 * @param nameOf what a backend is called there. Default: its name
 * @throws RnpError RNP_CONFIG for what are no figures, or none
 */
export function fastestWords(figures: readonly BackendFigures[], nameOf: NameOf = sameName): string {
  check.list('figures', figures, areFigures);
  if (figures.length === 0) throw refused('figures', 'must be of one backend at least');
  check.callable('nameOf', nameOf);
  const least = (name: 'parseMs' | 'stepMs'): string =>
    nameOf(figures.reduce((best, one) => (one[name] < best[name] ? one : best)).backend);
  return `fastest here: ${least('parseMs')} for parsing, ${least('stepMs')} for training`;
}

function sameName(backend: string): string {
  return backend;
}
