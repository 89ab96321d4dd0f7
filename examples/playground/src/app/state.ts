import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { BackendReport } from '@rnp/backend';
import type { ParseTree } from '@rnp/recursive-decoder';
import { type Drawing, emptyPad } from '../drawing/drawing.js';
import { type BackendChoice, backendChoices } from '../engine/backendChoices.js';
import { createEngine } from '../engine/engine.js';
import type { LoadedModel } from '../engine/messages.js';
import type { LibraryImage } from '../shared/library.js';

/** A parse tree that takes the place of what the model says: parts were moved. */
export interface Revision {
  readonly tree: ParseTree;
  /** As the model drew it, before people moved parts. */
  readonly base: ParseTree;
}

/** How a picture is looked at: once, by the encoder, or on from there, by prediction errors. */
export type Look = 'once' | 'closely';

/** What inference has found so far. */
export interface CloserLook {
  /** The encoder's tree, with which it began. */
  readonly of: ParseTree;
  readonly tree: ParseTree;
  /** After each step from 0. */
  readonly energies: readonly number[];
}

export const engine = createEngine();

/** The panel that is shown. */
export const currentPanel = signal('draw');
export const backend = signal<BackendReport | null>(null);
export const backendChoice = signal<BackendChoice>(backendChoices[0]!);

/** The model that is in use; null while the first one loads. All below is of this model, and changes with it at once. */
export const loaded = signal<LoadedModel | null>(null);
/** Images to begin with, taken apart by the model in use. */
export const library = signal<readonly LibraryImage[]>([]);

/** What lies on the pad. */
export const drawing = signal<Drawing>(emptyPad);
/** The same as the model takes it, [h·w·c] in [0, 1]; null where there is nothing to be seen. */
export const pixels = signal<Float32Array | null>(null);
/** What `pixels` are of: the drawing, or until it is taken apart the one before. */
export const seen = signal<Drawing>(emptyPad);
/** As the encoder explains it. */
export const parsed = signal<ParseTree | null>(null);
export const revision = signal<Revision | null>(null);
export const look = signal<Look>('once');
const lastLook = signal<CloserLook | null>(null);
/** The closer look at what is on the pad; null where none was asked for, or none has begun. */
export const closerLook: ReadonlySignal<CloserLook | null> = computed(() =>
  look.value === 'closely' && lastLook.value?.of === parsed.value ? lastLook.value : null,
);
export function sawCloser(found: CloserLook): void {
  lastLook.value = found;
}
/** The parse tree that is shown. */
export const tree: ReadonlySignal<ParseTree | null> = computed(() =>
  parsed.value === null ? null : (revision.value?.tree ?? closerLook.value?.tree ?? parsed.value),
);
/** Whether people have moved parts. */
export const edited: ReadonlySignal<boolean> = computed(
  () => revision.value !== null && revision.value.tree !== revision.value.base,
);
/** Of the last parse, in the worker. */
export const milliseconds = signal<number | null>(null);
