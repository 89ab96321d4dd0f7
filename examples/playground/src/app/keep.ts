import { get, set, setMany } from 'idb-keyval';
import { type Drawing, emptyPad } from '../drawing/drawing.js';
import type { LoadedModel, OwnModel } from '../engine/messages.js';
import type { Revision } from './state.js';

// What the browser keeps besides the address, in its IndexedDB. Where it has none to give, as in some private windows, the
// page forgets.

export interface KeptPad {
  readonly drawing: Drawing;
  /** `codeOfDrawing`; null where there is none. */
  readonly code: string | null;
}

/** Parts of the drawing on the pad that were moved. */
export interface KeptRevision {
  /** `modelKey` of the model whose parts they are. */
  readonly of: string;
  readonly revision: Revision;
}

export interface Kept {
  readonly pad: KeptPad | null;
  readonly revision: KeptRevision | null;
  readonly models: readonly OwnModel[];
}

const padKey = 'rnp-playground-pad-1';
const revisionKey = 'rnp-playground-revision-1';
const modelsKey = 'rnp-playground-models-1';

/** The same for the same model, after a reload too. */
export function modelKey({ name, card, config }: LoadedModel): string {
  return JSON.stringify([card === null ? 'own' : 'box', name, config]);
}

export async function recallKept(): Promise<Kept> {
  const [pad, revision, models] = await Promise.all([
    get<KeptPad>(padKey).catch(() => undefined),
    get<KeptRevision | null>(revisionKey).catch(() => undefined),
    get<readonly OwnModel[]>(modelsKey).catch(() => undefined),
  ]);
  return { pad: pad ?? null, revision: revision ?? null, models: models ?? [] };
}

/** Files are copied each time that they are kept. */
let last: (KeptPad & { readonly revision: Revision | null }) | null = null;

/** Keeps a drawing and what was made of it, together: neither is ever found with the other's predecessor. */
export function keepPad(
  { drawing, code }: KeptPad,
  revision: Revision | null,
  model: LoadedModel | null,
): void {
  const sameCode = drawing === last?.drawing && code === last.code;
  if (sameCode && revision === last?.revision) return;
  // Nobody has chosen an example: the model that is there next time begins with one of its own.
  const untouched = drawing.kind === 'image' && drawing.example && revision === null;
  const pad: KeptPad = { drawing: untouched ? emptyPad : drawing, code };
  const kept: KeptRevision | null =
    revision === null || model === null ? null : { of: modelKey(model), revision };
  const samePad = sameCode && (revision === null) === (last?.revision === null);
  last = { drawing, code, revision };
  void setMany([...(samePad ? [] : [[padKey, pad] as [string, KeptPad]]), [revisionKey, kept]]).catch(
    () => undefined,
  );
}

export function keepModels(models: readonly OwnModel[]): void {
  void set(modelsKey, models).catch(() => undefined);
}
