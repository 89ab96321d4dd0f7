import { batch, computed, effect, signal } from '@preact/signals';
import { sceneSize } from '../drawing/pieces.js';
import { inkOfStrokes, type Stroke } from '../drawing/strokes.js';
import type { FoundObjects } from '../engine/messages.js';
import { StaleModelError } from '../engine/staleModelError.js';
import { announce } from '../shared/announcer.js';
import { report, settle } from './notices.js';
import { currentPanel, engine, loaded } from './state.js';

/** The most objects that are looked for: each takes its time. */
const maxObjects = 12;
/** Strokes that have rested for so long are looked at. */
const restMilliseconds = 300;
const maxMoments = 200;

type Strokes = readonly Stroke[];

/** What is drawn on the large canvas. */
export const sceneStrokes = signal<Strokes>([]);
/** What was found there so far; null before the first search. */
export const sceneFound = signal<FoundObjects | null>(null);
export const searching = signal(false);

const past = signal<readonly Strokes[]>([]);
const future = signal<readonly Strokes[]>([]);
export const canUndoScene = computed(() => past.value.length > 0);
export const canRedoScene = computed(() => future.value.length > 0);
let lastGesture: string | null = null;

/** @param gesture names the movement of the pen that it is a part of */
export function drawScene(next: Strokes, gesture: string | null): void {
  batch(() => {
    if (gesture === null || gesture !== lastGesture) {
      past.value = [...past.value.slice(1 - maxMoments), sceneStrokes.value];
      future.value = [];
    }
    lastGesture = gesture;
    sceneStrokes.value = next;
  });
}

export function undoScene(): void {
  step(past, future);
}

export function redoScene(): void {
  step(future, past);
}

function step(from: typeof past, to: typeof past): void {
  const next = from.value.at(-1);
  if (next === undefined) return;
  lastGesture = null;
  batch(() => {
    to.value = [...to.value, sceneStrokes.value];
    from.value = from.value.slice(0, -1);
    sceneStrokes.value = next;
  });
}

/** Looks for objects whenever the strokes or the model have changed and the pen rests, while the canvas is shown. */
export function searchWhenDrawn(): void {
  effect(() => {
    const [strokes, model, panel] = [sceneStrokes.value, loaded.value, currentPanel.value];
    if (strokes.length === 0) sceneFound.value = null;
    searching.value = false;
    if (panel !== 'objects' || model === null || model.config.imageShape[2] !== 1 || strokes.length === 0)
      return;
    const over = new AbortController();
    searching.value = true;
    const timer = setTimeout(() => void search(strokes, model.id, over.signal), restMilliseconds);
    return () => {
      clearTimeout(timer);
      over.abort();
      // What was begun is of no use to anyone.
      void engine.ask('endSearch', {});
    };
  });
}

async function search(strokes: Strokes, model: number, over: AbortSignal): Promise<void> {
  const [side] = loaded.peek()!.config.imageShape;
  const size = sceneSize(strokes, side);
  const { width, height } = size;
  const question = { model, ink: inkOfStrokes(strokes, size), width, height, maxObjects };
  const take = (next: FoundObjects): void => {
    if (!over.aborted) sceneFound.value = next;
  };
  try {
    take(await engine.ask('findObjects', question, take));
    settle('parse');
    if (!over.aborted) announce(foundWords(sceneFound.peek()!.objects.length, false));
  } catch (error) {
    if (!over.aborted && !(error instanceof StaleModelError)) report('parse', (error as Error).message);
  }
  if (!over.aborted) searching.value = false;
}

/** How many objects there are, in words. */
export function foundWords(count: number, more: boolean): string {
  const objects = count === 1 ? '1 object' : `${count === 0 ? 'no' : count} objects`;
  if (more) return `Looking … ${objects} so far`;
  const limit = count >= maxObjects ? '; no more are looked for, there may be others' : '';
  return `${objects[0]!.toUpperCase()}${objects.slice(1)} found${limit}`;
}
