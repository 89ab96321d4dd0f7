import {
  areTexts,
  check,
  checkOptions,
  isCount,
  isFlag,
  isObjectOf,
  isWord,
  type Look,
  orNull,
} from '../checks.js';
import type { EvaluationFigures, InferredFigures, MetricsRow } from '../record/metrics.js';
import type { CompleteSettings } from '../settings/settingTypes.js';

/** Figures a level; NaN where nothing was drawn. */
const areFigures: Look = orNull(check.list);

const figureLooks: Readonly<Record<keyof EvaluationFigures, Look>> = Object.freeze({
  ssePerImage: check.number,
  purity: areFigures,
  effectiveChildren: areFigures,
  klPerImage: check.number,
  images: isCount,
  withoutInk: areFigures,
  data: isWord,
  digest: check.text,
  split: isWord,
  backend: isWord,
});

const trainedLooks: Readonly<Record<'steps' | 'seconds' | 'seed', Look>> = Object.freeze({
  steps: (path, value) => check.wholeNumber(path, value, 0),
  seconds: (path, value) => check.number(path, value, 0),
  seed: check.number,
});

const areInferred: Look = (path, value) => {
  check.object(path, value);
  const { steps, ssePerImage, purity, effectiveChildren } = value as InferredFigures;
  isCount(`${path}.steps`, steps);
  check.number(`${path}.ssePerImage`, ssePerImage);
  areFigures(`${path}.purity`, purity);
  areFigures(`${path}.effectiveChildren`, effectiveChildren);
};

/** Figures, and beside them whatever else a run's `metrics.json` holds. */
const areMetrics: Look = (path, value) => {
  check.object(path, value);
  const given = value as Readonly<Record<string, unknown>>;
  for (const [name, look] of Object.entries(figureLooks)) look(`${path}.${name}`, given[name]);
  for (const [name, look] of Object.entries(trainedLooks)) {
    if (given[name] !== undefined) look(`${path}.${name}`, given[name]);
  }
  if (given.inferred !== undefined) areInferred(`${path}.inferred`, given.inferred);
};

/** Rows of a run's files, each of a step. */
const areRows: Look = (path, value) =>
  check.list(path, value, (at, row) => {
    check.object(at, row);
    check.number(`${at}.step`, (row as MetricsRow).step);
  });

/** Settings, such as a run's record has among others. */
const areSettings: Look = (path, value) => {
  check.object(path, value);
  const { network, model, training } = value as CompleteSettings;
  check.text(`${path}.network`, network);
  check.object(`${path}.model`, model);
  check.numbers(`${path}.model.childrenPerLevel`, model.childrenPerLevel);
  check.object(`${path}.model.leaf`, model.leaf);
  check.object(`${path}.training`, training);
};

const required: Readonly<Record<string, Look>> = Object.freeze({
  title: check.text,
  metrics: areMetrics,
  childrenPerLevel: (path, value) => check.list(path, value, isCount),
  rows: areRows,
  evaluations: areRows,
  settings: orNull(areSettings),
  seed: (path, value) => check.wholeNumber(path, value, Number.MIN_SAFE_INTEGER),
  overwrite: isFlag,
  notes: areTexts,
});

/** The chapter itself is looked at where it is written. */
const isScenes = isObjectOf({ chapter: check.object, files: check.object }, ['chapter', 'files']);

/** What a report is made of. */
export const isReport: Look = (path, value) =>
  checkOptions(
    path,
    value,
    { ...required, command: check.text, scenes: isScenes, signal: check.signal },
    Object.keys(required),
  );
