import type { SettingSources } from '../../src/settings/settingTypes.js';

/** Settings of a run that takes milliseconds a step: two children on the digits that are in the box. */
export const tinyRun: SettingSources = {
  settings: {
    model: { latent: 3, childrenPerLevel: [2], hidden: 6, hyperHidden: 6 },
    training: { batchSize: 4, warmup: 2, overlap: [] },
    workers: 1,
  },
  data: 'digits',
};
