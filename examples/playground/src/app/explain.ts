import { batch } from '@preact/signals';
import type { ParseTree } from '@rnp/recursive-decoder';
import { type Drawing, pixelsOf } from '../drawing/drawing.js';
import { latestOnly } from '../engine/engine.js';
import type { LoadedModel } from '../engine/messages.js';
import { StaleModelError } from '../engine/staleModelError.js';
import { report, settle } from './notices.js';
import { drawing, engine, loaded, milliseconds, parsed, pixels, seen } from './state.js';

/** A drawing as a model sees it. */
export interface Explanation {
  readonly pixels: Float32Array | null;
  readonly tree: ParseTree | null;
  readonly milliseconds: number | null;
}

/** @throws StaleModelError when the model is no longer in use, Error for a file that is no picture */
export async function explanationOf(what: Drawing, model: LoadedModel): Promise<Explanation> {
  const image = await pixelsOf(engine, what, model);
  if (image === null) return { pixels: null, tree: null, milliseconds: null };
  const answer = await engine.ask('parse', { model: model.id, pixels: image });
  return { pixels: image, ...answer };
}

export function adopt(found: Explanation, of: Drawing): void {
  seen.value = of;
  pixels.value = found.pixels;
  parsed.value = found.tree;
  if (found.milliseconds !== null) milliseconds.value = found.milliseconds;
}

/** Explains what lies on the pad, whenever that has changed. */
export const explain = latestOnly(async () => {
  const [what, model] = [drawing.peek(), loaded.peek()];
  if (model === null) return;
  try {
    const found = await explanationOf(what, model);
    if (loaded.peek() !== model || !continues(what, drawing.peek())) return;
    batch(() => adopt(found, what));
    settle('parse');
  } catch (error) {
    if (error instanceof StaleModelError || drawing.peek() !== what) return;
    batch(() => adopt({ pixels: null, tree: null, milliseconds: null }, what));
    report('parse', (error as Error).message);
  }
});

/** Of strokes that go on the tree of a moment ago is shown, not that of another drawing. */
function continues(before: Drawing, now: Drawing): boolean {
  if (before === now) return true;
  return before.kind === 'strokes' && now.kind === 'strokes' && now.strokes.length > 0;
}
