import type { Action } from '@rnp/recursive-decoder';
import { nameOf, type Path } from '../../shared/path.js';

export interface PartEditorProps {
  readonly path: Path;
  readonly action: Action;
  readonly onTurn: (entry: number, value: number) => void;
  readonly onReset: () => void;
}

/**
 * In the order of an action. An action maps the image into the part's frame (docs/model.md), so a larger number makes the part
 * narrower and moves it left; `-1` shows it the way people see it.
 */
const sliders = [
  ['Width', 'scaleX', -1],
  ['Turn', 'rotation', 1],
  ['Slant', 'shear', 1],
  ['Height', 'scaleY', -1],
  ['Left or right', 'translateX', -1],
  ['Up or down', 'translateY', -1],
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
      {sliders.map(([label, name, sign], entry) => (
        <label key={name} class="slider">
          <span>{label}</span>
          <input
            type="range"
            name={name}
            min={-1}
            max={1}
            step={0.01}
            value={sign * action[entry]!}
            onInput={(event) => onTurn(entry, sign * event.currentTarget.valueAsNumber)}
          />
          <output>{formatted(name, sign * action[entry]!)}</output>
        </label>
      ))}
    </section>
  );
}

function formatted(name: string, value: number): string {
  const text = name === 'rotation' ? `${Math.round(180 * value)}°` : value.toFixed(2);
  return text.replace('-', '−');
}
