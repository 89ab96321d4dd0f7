import { del, get, set } from 'idb-keyval';
import type { Checkpoint } from './checkpoint.js';

/** Where the one run of this browser is kept between visits. */
export interface RunStore {
  load(): Promise<Checkpoint | null>;
  save(checkpoint: Checkpoint): Promise<void>;
  clear(): Promise<void>;
}

/** Checkpoints of another layout are not read; they are a visitor's, and small loss. */
const key = 'rnp-playground-run-1';

/** The browser's IndexedDB. Rejects where a browser has none to give, as in some private windows. */
export const browserRunStore: RunStore = {
  load: async () => (await get<Checkpoint>(key)) ?? null,
  save: (checkpoint) => set(key, checkpoint),
  clear: () => del(key),
};
