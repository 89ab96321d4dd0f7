import type { ReadonlySignal, Signal } from '@preact/signals';
import { drawing, library, pixels, tree } from '../app/state.js';
import { LibraryStrip } from './LibraryStrip.js';
import { type LibraryImage, samePixels } from './library.js';

export interface PairPickerProps {
  readonly a: Signal<LibraryImage | null>;
  readonly b: Signal<LibraryImage | null>;
}

/** Two images to start from: those in the box, and what was drawn last. */
export function PairPicker({ a, b }: PairPickerProps) {
  const images = candidates();
  const [first, second] = pairOf(a, b);
  return (
    <div class="pair">
      {(
        [
          ['A', a, first],
          ['B', b, second],
        ] as const
      ).map(([name, choice, chosen]) => (
        <div key={name} class="picker">
          <span class="letter" aria-hidden="true">
            {name}
          </span>
          <LibraryStrip
            legend={`Image ${name}`}
            images={images}
            chosen={chosen}
            onChoose={(image) => {
              choice.value = image;
            }}
          />
        </div>
      ))}
    </div>
  );
}

/** Until others are chosen: what the visitor drew or took, if anything, and one of the box. */
function begin(images: readonly LibraryImage[], which: 'a' | 'b'): LibraryImage | null {
  const mine = own();
  if (which === 'a' && mine !== null) {
    return images.find((image) => samePixels(image.pixels, mine.pixels)) ?? null;
  }
  return library.value[which === 'a' ? 2 : 3] ?? null;
}

function own(): LibraryImage | null {
  const what = drawing.value;
  const isExample = what.kind === 'image' && what.example;
  if (isExample || pixels.value === null || tree.value === null) return null;
  return { label: 'your drawing', pixels: pixels.value, tree: tree.value };
}

/** The chosen images as the model in use sees them; null where the box is empty. */
export function pairOf(
  ...choices: readonly [a: ReadonlySignal<LibraryImage | null>, b: ReadonlySignal<LibraryImage | null>]
): readonly [LibraryImage | null, LibraryImage | null] {
  const images = candidates();
  const [a, b] = choices.map(({ value }) => images.find((image) => samePixels(image.pixels, value?.pixels)));
  return [a ?? begin(images, 'a'), b ?? begin(images, 'b')];
}

function candidates(): readonly LibraryImage[] {
  const mine = own();
  if (mine === null || library.value.some(({ pixels: known }) => samePixels(known, mine.pixels)))
    return library.value;
  return [mine, ...library.value];
}
