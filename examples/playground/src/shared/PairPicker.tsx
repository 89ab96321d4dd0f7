import type { ReadonlySignal, Signal } from '@preact/signals';
import { library, pixels, tree } from '../app/state.js';
import { LibraryStrip } from './LibraryStrip.js';
import type { LibraryImage } from './library.js';

export interface PairPickerProps {
  readonly a: Signal<LibraryImage | null>;
  readonly b: Signal<LibraryImage | null>;
}

/** Two images to start from: those in the box, and what was drawn last. */
export function PairPicker({ a, b }: PairPickerProps) {
  const images = candidates();
  return (
    <div class="pair">
      {(
        [
          ['A', a],
          ['B', b],
        ] as const
      ).map(([name, chosen]) => (
        <div key={name} class="picker">
          <span class="letter" aria-hidden="true">
            {name}
          </span>
          <LibraryStrip
            legend={`Image ${name}`}
            images={images}
            chosen={chosen.value}
            onChoose={(image) => {
              chosen.value = image;
            }}
          />
        </div>
      ))}
    </div>
  );
}

function candidates(): readonly LibraryImage[] {
  const mine = pixels.value;
  const known = library.value.some((image) => image.pixels === mine);
  if (mine === null || tree.value === null || known) return library.value;
  return [...library.value, { label: 'your drawing', pixels: mine, tree: tree.value }];
}

/** The chosen image as the model in use sees it; the first or second of the box until one is chosen. */
export function chosenOr(chosen: ReadonlySignal<LibraryImage | null>, index: number): LibraryImage | null {
  const images = candidates();
  const { value } = chosen;
  return value !== null && images.some(({ pixels: other }) => other === value.pixels)
    ? value
    : (images[index] ?? null);
}
