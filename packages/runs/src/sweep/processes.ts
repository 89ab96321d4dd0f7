import { availableParallelism } from 'node:os';
import type { SweepPlan } from './plan.js';

/** Runs at a time: as many as the cores carry when each run takes as many as its engines; one with `workers=all` takes them all. */
export function processesFor({ runs }: Pick<SweepPlan, 'runs'>): number {
  const engines = Math.max(...runs.map(({ settings }) => settings.workers ?? availableParallelism()));
  return Math.max(1, Math.floor(availableParallelism() / engines));
}
