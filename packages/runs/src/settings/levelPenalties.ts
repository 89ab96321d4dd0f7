import type { TrainingConfig } from '@rnp/vae';

type LevelPenalty = Extract<keyof TrainingConfig, 'overlap' | 'evenness'>;

/** Settings of training that weigh how a level's children share its drawing: a list with a weight for each level, top first, or none. */
export const levelPenalties: readonly LevelPenalty[] = ['overlap', 'evenness'];
