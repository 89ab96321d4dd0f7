import { browserRunLock } from './runLock.js';
import { browserRunStore } from './runStore.js';
import { TrainingRun } from './trainingRun.js';

/** The page's run. */
export const run: TrainingRun = new TrainingRun({
  spawn: () => new Worker(new URL('./trainerWorker.ts', import.meta.url), { type: 'module' }),
  store: browserRunStore,
  lock: browserRunLock,
});

void run.recall();

// A page that is hidden may never be seen again.
addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'hidden') run.saveSoon();
  // Another page may have gone on with the run.
  else void run.recall();
});
