import { browserRunLock } from './runLock.js';
import { browserRunStore } from './runStore.js';
import { startTrainer } from './startTrainer.js';
import { TrainingRun } from './trainingRun.js';

/** The page's run. */
export const run: TrainingRun = new TrainingRun({
  spawn: startTrainer,
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
