import { get, set } from 'idb-keyval';
import { type Drawing, emptyPad } from '../drawing/drawing.js';
import type { OwnModel } from '../engine/messages.js';

// What the browser keeps besides the address, in its IndexedDB. Where it has none to give, as in some private windows, the
// page forgets.

export interface KeptPad {
  readonly drawing: Drawing;
  /** `codeOfDrawing`; null where there is none. */
  readonly code: string | null;
}

export interface Kept {
  readonly pad: KeptPad | null;
  readonly models: readonly OwnModel[];
}

const padKey = 'rnp-playground-pad-1';
const modelsKey = 'rnp-playground-models-1';

export async function recallKept(): Promise<Kept> {
  const [pad, models] = await Promise.all([
    get<KeptPad>(padKey).catch(() => undefined),
    get<readonly OwnModel[]>(modelsKey).catch(() => undefined),
  ]);
  return { pad: pad ?? null, models: models ?? [] };
}

/** Files are copied each time that they are kept. */
let last: Drawing | null = null;

export function keepPad(drawing: Drawing, code: string | null): void {
  if (drawing === last) return;
  last = drawing;
  // Nobody has chosen an example: the model that is there next time begins with one of its own.
  const kept = drawing.kind === 'image' && drawing.example ? emptyPad : drawing;
  void set(padKey, { drawing: kept, code } satisfies KeptPad).catch(() => undefined);
}

export function keepModels(models: readonly OwnModel[]): void {
  void set(modelsKey, models).catch(() => undefined);
}
