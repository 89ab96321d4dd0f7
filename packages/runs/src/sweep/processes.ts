import { availableParallelism } from 'node:os';
import { check } from '../checks.js';
import { checkRun } from './checkPlan.js';
import type { SweepPlan } from './plan.js';

/** Runs at a time: as many as the cores carry when each run takes as many as its engines; one with `workers=all` takes them all. */
export function processesFor(plan: Pick<SweepPlan, 'runs'>): number {
  check.object('plan', plan);
  const { runs } = plan;
  check.list('plan.runs', runs, checkRun);
  const engines = Math.max(...runs.map(({ settings }) => settings.workers ?? availableParallelism()));
  return Math.max(1, Math.floor(availableParallelism() / engines));
}
