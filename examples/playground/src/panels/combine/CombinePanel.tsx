import { type Signal, useSignal } from '@preact/signals';
import { type ParseTree, renderTree, replacePart } from '@rnp/recursive-decoder';
import { colourParts, hex, partColour } from '@rnp/viz';
import type { LibraryImage } from '../../shared/library.js';
import { chosenOr, PairPicker } from '../../shared/PairPicker.js';
import { PixelCanvas } from '../../shared/PixelCanvas.js';
import { paint } from '../../shared/paint.js';

/** A part of one image in the place of a part of another (Fig. 2E). */
export function CombinePanel() {
  const a = useSignal<LibraryImage | null>(null);
  const b = useSignal<LibraryImage | null>(null);
  const place = useSignal(0);
  const taken = useSignal(0);
  const [host, donor] = [chosenOr(a, 2), chosenOr(b, 3)];
  if (host === null || donor === null)
    return <p class="hint">There are no images of this model’s kind here yet.</p>;
  const part = donor.tree.root.children[taken.value];
  const mixed = part === undefined ? host.tree : replacePart(host.tree, [place.value], part);
  return (
    <section class="card" aria-labelledby="combine">
      <h2 id="combine">A part of B in A</h2>
      <p class="hint">
        A part is a program of its own, so it can be put into another image: it keeps its look, and takes the
        place of the part that it replaces.
      </p>
      <PairPicker a={a} b={b} />
      <div class="combination">
        <Side name="A" legend="Place in A" tree={host.tree} chosen={place} />
        <span class="sign" aria-hidden="true">
          +
        </span>
        <Side name="B" legend="Part of B" tree={donor.tree} chosen={taken} />
        <span class="sign" aria-hidden="true">
          =
        </span>
        <figure>
          <PixelCanvas
            raster={paint(mixed, { size: 224, colouring: 'parts' })}
            label={`A with part ${taken.value + 1} of B in the place of its part ${place.value + 1}`}
          />
          <figcaption>A with a part of B</figcaption>
        </figure>
      </div>
    </section>
  );
}

interface SideProps {
  readonly name: string;
  readonly legend: string;
  readonly tree: ParseTree;
  readonly chosen: Signal<number>;
}

function Side({ name, legend, tree, chosen }: SideProps) {
  return (
    <figure>
      <PixelCanvas
        raster={paint(tree, { size: 224, colouring: 'parts', lit: [chosen.value] })}
        label={`${name}, part ${chosen.value + 1} lit`}
      />
      <div class="choice" role="group" aria-label={legend}>
        {tree.root.children.map((node, index) => (
          <button
            key={index}
            type="button"
            aria-label={`part ${index + 1}`}
            aria-pressed={index === chosen.value}
            style={{ '--part': hex(partColour(index)) }}
            onClick={() => {
              chosen.value = index;
            }}
          >
            <PixelCanvas
              raster={colourParts([renderTree(node, { width: 40, height: 40, frame: 'own' })], {
                colourOf: () => partColour(index),
              })}
            />
          </button>
        ))}
      </div>
      <figcaption>{legend}</figcaption>
    </figure>
  );
}
