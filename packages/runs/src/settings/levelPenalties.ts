import type { TrainingConfig } from '@rnp/vae';

/** Settings of training that weigh how a level's children share its drawing: a list with a weight for each level, top first, or none. */
export const levelPenalties = ['overlap', 'evenness'] as const satisfies readonly (keyof TrainingConfig)[];
