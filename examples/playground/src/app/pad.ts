import { batch, computed, type ReadonlySignal, signal } from '@preact/signals';
import type { ParseTree } from '@rnp/recursive-decoder';
import { type Drawing, emptyPad } from '../drawing/drawing.js';
import type { LoadedModel } from '../engine/messages.js';
import { explain } from './explain.js';
import { settle } from './notices.js';
import { drawing, type Look, loaded, look, type Revision, revision, tree } from './state.js';

/** What can be gone back to. */
interface Moment {
  readonly drawing: Drawing;
  readonly revision: Revision | null;
  /** Whose tree it is. */
  readonly model: LoadedModel | null;
}

const maxMoments = 200;

const past = signal<readonly Moment[]>([]);
const future = signal<readonly Moment[]>([]);
export const canUndo: ReadonlySignal<boolean> = computed(() => past.value.length > 0);
export const canRedo: ReadonlySignal<boolean> = computed(() => future.value.length > 0);

let lastGesture: string | null = null;

/** Keeps what is there now, once for all changes of one gesture. */
function remember(gesture: string | null): void {
  if (gesture !== null && gesture === lastGesture) return;
  lastGesture = gesture;
  past.value = [...past.value.slice(1 - maxMoments), now()];
  future.value = [];
}

function now(): Moment {
  return { drawing: drawing.value, revision: revision.value, model: loaded.value };
}

/**
 * Explains another drawing from now on.
 *
 * @param gesture names the movement of the pen that it is a part of
 */
export function show(next: Drawing, gesture: string | null = null): void {
  batch(() => {
    remember(gesture);
    put(next);
  });
  explain();
}

/** The same without a way back: nobody has drawn it. */
function put(next: Drawing): void {
  drawing.value = next;
  revision.value = null;
  settle('picture');
}

export function clear(): void {
  show(emptyPad);
}

/** The tree from now on. @param gesture names what is dragged or turned */
export function revise(next: ParseTree, gesture: string | null): void {
  batch(() => {
    const base = revision.value?.base ?? tree.value!;
    remember(gesture);
    revision.value = { tree: next, base };
  });
}

/** Parts as the model drew them. */
export function putBack(): void {
  const made = revision.value;
  if (made === null) return;
  batch(() => {
    remember(null);
    revision.value = { tree: made.base, base: made.base };
  });
}

/** Looks in another way from now on. Parts that were moved go back: they are of the other look. */
export function lookIn(how: Look): void {
  if (look.value === how) return;
  batch(() => {
    if (revision.value !== null) remember(null);
    revision.value = null;
    look.value = how;
  });
}

export function undo(): void {
  step(past, future);
}

export function redo(): void {
  step(future, past);
}

function step(from: typeof past, to: typeof past): void {
  const moment = from.value.at(-1);
  if (moment === undefined) return;
  lastGesture = null;
  batch(() => {
    to.value = [...to.value, now()];
    from.value = from.value.slice(0, -1);
    drawing.value = moment.drawing;
    // Parts belong to the model that drew them.
    revision.value = moment.model === loaded.value ? moment.revision : null;
    settle('picture');
  });
  explain();
}
