import type { Action } from '@rnp/recursive-decoder';
import { nameOf, type Path } from '../../shared/path.js';

export interface PartEditorProps {
  readonly path: Path;
  readonly action: Action;
  readonly onTurn: (entry: number, value: number) => void;
  readonly onReset: () => void;
}

/** In the order of an action; what a larger number does. */
const sliders = [
  ['Narrower', 'scaleX'],
  ['Turn', 'rotation'],
  ['Slant', 'shear'],
  ['Flatter', 'scaleY'],
  ['Left', 'translateX'],
  ['Up', 'translateY'],
] as const;

/** The six numbers that place a part. */
export function PartEditor({ path, action, onTurn, onReset }: PartEditorProps) {
  return (
    <section class="editor" aria-label={`Place of ${nameOf(path)}`}>
      <header>
        <h3>Where {nameOf(path)} is</h3>
        <button type="button" class="quiet" onClick={onReset}>
          As it was
        </button>
      </header>
      {sliders.map(([label, name], entry) => (
        <label key={name} class="slider">
          <span>{label}</span>
          <input
            type="range"
            name={name}
            min={-1}
            max={1}
            step={0.01}
            value={action[entry]}
            onInput={(event) => onTurn(entry, event.currentTarget.valueAsNumber)}
          />
          <output>{formatted(name, action[entry]!)}</output>
        </label>
      ))}
    </section>
  );
}

function formatted(name: string, value: number): string {
  const text = name === 'rotation' ? `${Math.round(180 * value)}°` : value.toFixed(2);
  return text.replace('-', '−');
}
