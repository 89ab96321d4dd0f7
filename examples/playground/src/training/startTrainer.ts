/** The thread that trains, or measures how fast it could: both need the digits, which are most of its program. */
export function startTrainer(): Worker {
  return new Worker(new URL('./trainerWorker.ts', import.meta.url), { type: 'module' });
}
