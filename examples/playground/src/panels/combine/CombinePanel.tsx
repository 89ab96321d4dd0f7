import { useSignal } from '@preact/signals';
import { type ParseTree, replacePart } from '@rnp/recursive-decoder';
import { useMemo } from 'preact/hooks';
import type { LibraryImage } from '../../shared/library.js';
import { PairPicker, pairOf } from '../../shared/PairPicker.js';
import { PartChoice, type PartChoiceProps } from '../../shared/PartChoice.js';
import { nameOf, type nodeAt, type Path } from '../../shared/path.js';
import { Segmented } from '../../shared/Segmented.js';
import { TreeCanvas } from '../../shared/TreeCanvas.js';

/** Where in A, and what of B, at each depth. */
type Chosen = Readonly<Record<'parts' | 'subparts', readonly [place: Path, taken: Path]>>;

/** A part of one image in the place of a part of another (Fig. 2E). */
export function CombinePanel() {
  const a = useSignal<LibraryImage | null>(null);
  const b = useSignal<LibraryImage | null>(null);
  const what = useSignal<keyof Chosen>('parts');
  const chosen = useSignal<Chosen>({
    parts: [[0], [0]],
    subparts: [
      [0, 0],
      [0, 0],
    ],
  });
  const [host, donor] = pairOf(a, b);
  const [place, taken] = chosen.value[what.value];
  const mixed = useMemo(
    () => (host === null || donor === null ? null : combined(host.tree, place, donor.tree, taken)),
    [host?.tree, donor?.tree, place, taken],
  );
  if (host === null || donor === null || mixed === null)
    return <p class="hint">There are no images of this model’s kind here yet.</p>;
  const depth = what.value === 'parts' ? 1 : 2;
  const choose = (nextPlace: Path, nextTaken: Path): void => {
    chosen.value = { ...chosen.value, [what.value]: [nextPlace, nextTaken] };
  };
  return (
    <section class="card" aria-labelledby="combine">
      <header>
        <h2 id="combine">Put a part of B into A</h2>
        <Segmented
          legend="What is put into A"
          name="combine-what"
          options={[
            ['parts', 'A part'],
            ['subparts', 'A subpart'],
          ]}
          choice={what.value}
          onChoose={(next) => {
            what.value = next;
          }}
        />
      </header>
      <p class="hint">
        A part is a program of its own, so it can be put into another image: it keeps its look, and takes the
        place of the part that it replaces.
      </p>
      <PairPicker a={a} b={b} />
      <div class="combination">
        <Side
          name="A"
          legend="Place in A"
          tree={host.tree}
          depth={depth}
          chosen={place}
          onChoose={(path) => choose(path, taken)}
        />
        <span class="sign" aria-hidden="true">
          +
        </span>
        <Side
          name="B"
          legend={depth === 1 ? 'Part of B' : 'Subpart of B'}
          tree={donor.tree}
          depth={depth}
          chosen={taken}
          onChoose={(path) => choose(place, path)}
        />
        <span class="sign" aria-hidden="true">
          =
        </span>
        <figure>
          <TreeCanvas
            tree={mixed}
            size={224}
            colouring="parts"
            label={`A with ${nameOf(taken)} of B in the place of its ${nameOf(place)}`}
          />
          <figcaption>A with {nameOf(taken)} of B</figcaption>
        </figure>
      </div>
    </section>
  );
}

/** The host as it is where the paths lead nowhere: models differ in their numbers of parts. */
function combined(host: ParseTree, place: Path, donor: ParseTree, taken: Path): ParseTree {
  const [old, part] = [nodeOrNull(host, place), nodeOrNull(donor, taken)];
  return old === null || part === null ? host : replacePart(host, place, part);
}

function nodeOrNull(tree: ParseTree, path: Path): ReturnType<typeof nodeAt> | null {
  return path.reduce<ParseTree['root'] | null>((node, index) => node?.children[index] ?? null, tree.root);
}

function Side({ name, ...choice }: PartChoiceProps & { readonly name: string }) {
  const { tree, chosen, legend } = choice;
  return (
    <figure>
      <TreeCanvas
        tree={tree}
        size={224}
        colouring="parts"
        lit={chosen}
        label={`${name}, ${nameOf(chosen)} lit`}
      />
      <PartChoice {...choice} />
      <figcaption>{legend}</figcaption>
    </figure>
  );
}
