import { areWords, check, checkOptions, isWord, type Look, orNull } from '../checks.js';
import { checkSettings } from '../settings/checkSources.js';
import type { SweepPlan, SweepRun } from './plan.js';

const ofRun: Readonly<Record<keyof SweepRun, Look>> = Object.freeze({
  name: isWord,
  setting: isWord,
  settings: checkSettings,
  seed: (path, value) => check.wholeNumber(path, value, 0),
  digest: isWord,
  key: isWord,
});

/** A run of a plan. */
export const checkRun: Look = (path, value) => checkOptions(path, value, ofRun, Object.keys(ofRun));

const ofPlan: Readonly<Record<keyof SweepPlan, Look>> = Object.freeze({
  name: isWord,
  about: orNull(check.text),
  settings: areWords,
  runs: (path, value) => check.list(path, value, checkRun),
  contents: check.object,
  backend: isWord,
  evaluateEvery: orNull((path, value) => {
    if (value !== 'epoch') check.wholeNumber(path, value, 1);
  }),
});

/** What `sweepPlan` gives. */
export const checkPlan: Look = (path, value) => checkOptions(path, value, ofPlan, Object.keys(ofPlan));
