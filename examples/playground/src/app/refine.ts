import { errorOf, percent } from '../drawing/drawingError.js';
import { announce } from '../shared/announcer.js';
import { attempt } from './attempt.js';
import { replaceTree } from './pad.js';
import { engine, loaded, pixels, preview, tree } from './state.js';

const steps = 40;

/** Betters the program by gradient descent (docs/model.md), its parts moving as one looks on. */
export async function refineProgram(): Promise<void> {
  const [image, model, before] = [pixels.value, loaded.value, tree.value];
  if (image === null || model === null || before === null) return;
  // The visitor may draw on.
  const stands = (): boolean => pixels.value === image && loaded.value === model;
  await attempt('parse', async () => {
    try {
      const question = { model: model.id, pixels: image, steps };
      const { tree: better } = await engine.ask('refine', question, (next) => {
        if (stands()) preview.value = next;
      });
      if (!stands()) return;
      const shareBefore = errorOf(before, image).share;
      replaceTree(better, shareBefore);
      const after = percent(errorOf(better, image).share);
      announce(
        `Refined by ${steps} steps: from ${percent(shareBefore)} of an empty canvas’s error to ${after}.`,
      );
    } finally {
      preview.value = null;
    }
  });
}
