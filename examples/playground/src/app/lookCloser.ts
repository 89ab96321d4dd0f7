import { effect } from '@preact/signals';
import type { ParseTree } from '@rnp/recursive-decoder';
import { errorOf, percent } from '../drawing/drawingError.js';
import type { LoadedModel } from '../engine/messages.js';
import { announce } from '../shared/announcer.js';
import { attempt } from './attempt.js';
import { closerLook, engine, loaded, look, parsed, pixels, sawCloser } from './state.js';

/** Steps of `infer` of @rnp/vae. */
export const steps = 50;

/** Looks closely at whatever lies on the pad, as soon as the encoder has seen it, as long as that is asked for. */
export function lookCloserWhenAsked(): void {
  effect(() => {
    const [model, image, begun] = [loaded.value, pixels.value, parsed.value];
    if (look.value === 'once' || model === null || image === null || begun === null) return;
    // Begun already, before another way to look was tried.
    if (closerLook.peek() === null) void lookCloser(model, image, begun);
  });
}

/** Its parts move as one looks on. What is drawn meanwhile ends it. */
async function lookCloser(model: LoadedModel, image: Float32Array, begun: ParseTree): Promise<void> {
  await attempt('parse', async () => {
    let energies: readonly number[] = [];
    sawCloser({ of: begun, tree: begun, energies });
    const question = { model: model.id, pixels: image, steps };
    const { tree } = await engine.ask('infer', question, ({ tree: next, energy, step }) => {
      energies = [...energies.slice(0, step), energy];
      if (parsed.peek() === begun) sawCloser({ of: begun, tree: next, energies });
    });
    if (closerLook.peek()?.of !== begun) return;
    const [before, after] = [begun, tree].map((one) => percent(errorOf(one, image).share));
    announce(`Looked closely, in ${steps} steps: from ${before} of an empty canvas’s error to ${after}.`);
  });
}
