import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { attempt } from '../../app/attempt.js';
import { engine, loaded } from '../../app/state.js';
import type { LibraryImage } from '../../shared/library.js';
import { PairPicker, pairOf } from '../../shared/PairPicker.js';
import { PartChoice } from '../../shared/PartChoice.js';
import { Segmented } from '../../shared/Segmented.js';
import { Way } from './Way.js';
import { type Frame, frames, type Walker, walkPart, walkWhole } from './walk.js';

/** From one program to another in a straight line (Fig. 2D). */
export function WalkPanel() {
  const a = useSignal<LibraryImage | null>(null);
  const b = useSignal<LibraryImage | null>(null);
  const walker = useSignal<Walker>('whole');
  const parts = useSignal<readonly [number, number]>([0, 0]);
  const way = useSignal<readonly Frame[]>([]);
  const at = useSignal((frames - 1) / 2);
  const [first, second] = pairOf(a, b);
  const [from, to] = [first?.tree ?? null, second?.tree ?? null];
  const [place, other] = parts.value;
  const model = loaded.value?.id ?? null;
  useEffect(() => {
    if (model === null || from === null || to === null) return;
    void attempt('panel', async () => {
      way.value =
        walker.value === 'whole'
          ? await walkWhole(engine, model, from, to)
          : await walkPart(engine, model, [from, place], [to, other]);
    });
  }, [model, from, to, walker.value, place, other]);
  if (from === null || to === null)
    return <p class="hint">There are no images of this model’s kind here yet.</p>;
  return (
    <section class="card" aria-labelledby="walk">
      <header>
        <h2 id="walk">From A to B</h2>
        <Segmented
          legend="What walks"
          name="walker"
          options={[
            ['whole', 'The whole image'],
            ['part', 'One part'],
          ]}
          choice={walker.value}
          onChoose={(next) => {
            walker.value = next;
          }}
        />
      </header>
      <p class="hint">
        {walker.value === 'whole'
          ? 'Every point between two programs is a program, too. The parts change shape and place; none of the pictures between was ever seen.'
          : 'A part is a program of its own. It walks to a part of B while all else in A stays as it is; on the right, by itself.'}
      </p>
      <div class="walk-choice">
        <PairPicker a={a} b={b} />
        {walker.value === 'part' && (
          <div class="pair">
            <PartChoice
              legend="Part of A"
              tree={from}
              depth={1}
              chosen={[place]}
              onChoose={([index]) => {
                parts.value = [index!, other];
              }}
            />
            <PartChoice
              legend="Part of B"
              tree={to}
              depth={1}
              chosen={[other]}
              onChoose={([index]) => {
                parts.value = [place, index!];
              }}
            />
          </div>
        )}
      </div>
      <Way way={way.value} at={at.value} onMove={(step) => (at.value = step)} />
    </section>
  );
}
