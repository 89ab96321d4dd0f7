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

/** Two of the box until others are chosen. */
const begin = [2, 3] as const;

/** The chosen images as the model in use sees them; null where the box is empty. */
export function pairOf(
  ...choices: readonly [a: ReadonlySignal<LibraryImage | null>, b: ReadonlySignal<LibraryImage | null>]
): readonly [LibraryImage | null, LibraryImage | null] {
  const images = candidates();
  const [a, b] = choices.map(
    ({ value }, which) =>
      images.find((image) => image.pixels === value?.pixels) ?? images[begin[which]!] ?? null,
  );
  return [a!, b!];
}

function candidates(): readonly LibraryImage[] {
  const mine = pixels.value;
  const known = library.value.some((image) => image.pixels === mine);
  if (mine === null || tree.value === null || known) return library.value;
  return [...library.value, { label: 'your drawing', pixels: mine, tree: tree.value }];
}
