import { computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import { type ModelName, modelNames } from '@rnp/models';
import { pixelsOf } from '../drawing/drawing.js';
import { errorOf } from '../drawing/drawingError.js';
import { drawing, engine, loaded, parsed, pixels, tree } from './state.js';

/** A model in the box that draws the drawing better than the one in use. */
export interface Nearer {
  readonly name: ModelName;
  /** Its error, as a share of that of an empty canvas. */
  readonly share: number;
}

/** How well the picture is drawn; null where there is none. */
export const drawingError = computed(() =>
  tree.value === null ||
  pixels.value === null ||
  tree.value.imageShape.reduce((a, b) => a * b) !== pixels.value.length
    ? null
    : errorOf(tree.value, pixels.value),
);

/** Above this other models are tried: images that a model knows mostly have less. */
const triedShare = 0.12;
/** Above this a model has not learned pictures of this kind. */
export const strangeShare = 0.35;
/** Others have to be better by so much to be spoken of. */
const better = 0.9;
const restMilliseconds = 700;
/** Saturation, a mean over pixels weighted by their brightness, above which a picture is one in colour. */
const minColour = 0.1;

const nearerSignal = signal<Nearer | null>(null);
export const nearer: ReadonlySignal<Nearer | null> = nearerSignal;

/** Looks for it once the drawing rests, one model after another, between whatever else the worker is asked. */
export function lookForNearerModels(): void {
  // Who pays by the byte does not get models that nobody asked for.
  const { connection } = navigator as { readonly connection?: { readonly saveData?: boolean } };
  if (connection?.saveData === true) return;
  effect(() => {
    const [what, model, found, image] = [drawing.value, loaded.value, parsed.value, pixels.value];
    nearerSignal.value = null;
    if (model === null || found === null || image === null || (what.kind === 'image' && what.example)) return;
    const { share } = errorOf(found, image);
    if (share < triedShare) return;
    const stop = new AbortController();
    const timer = setTimeout(() => {
      const others = modelNames.filter((name) => model.card === null || name !== model.name);
      // Without a network some cannot be tried.
      void bestOf(others, better * share, stop.signal).catch(() => undefined);
    }, restMilliseconds);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  });
}

async function bestOf(names: readonly ModelName[], below: number, signal: AbortSignal): Promise<void> {
  let best = below;
  for (const name of names) {
    const about = await engine.ask('describe', { name }).catch(() => null);
    if (signal.aborted) return;
    const image = about && (await pixelsOf(engine, drawing.value, about));
    if (about === null || image === null) continue;
    // A model in colour takes anything; what has none is not of its kind.
    if (about.config.imageShape[2] === 3 && !isColoured(image)) continue;
    const { tree: other } = await engine.ask('tryModel', { name, pixels: image });
    if (signal.aborted) return;
    const { share } = errorOf(other, image);
    if (share < best) {
      best = share;
      nearerSignal.value = { name, share };
    }
  }
}

/** @param pixels [h·w·3] */
function isColoured(pixels: Float32Array): boolean {
  let [colour, light] = [0, 1e-6];
  for (let at = 0; at < pixels.length; at += 3) {
    const rgb = pixels.subarray(at, at + 3);
    const brightest = Math.max(...rgb);
    colour += brightest - Math.min(...rgb);
    light += brightest;
  }
  return colour / light > minColour;
}
