import { availableParallelism } from 'node:os';
import { check } from '../checks.js';
import { checkRun } from './checkPlan.js';
import type { SweepPlan } from './plan.js';

/**
 * The number of runs that this machine can carry at a time: its cores divided by the workers of the run that
 * has most; at least 1. A run with `workers=all` takes all cores.
 *
 * @throws RnpError RNP_CONFIG if it is not a plan
 */
export function processesFor(plan: Pick<SweepPlan, 'runs'>): number {
  check.object('plan', plan);
  const { runs } = plan;
  check.list('plan.runs', runs, checkRun);
  const engines = Math.max(...runs.map(({ settings }) => settings.workers ?? availableParallelism()));
  return Math.max(1, Math.floor(availableParallelism() / engines));
}
