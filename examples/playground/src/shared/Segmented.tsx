import type { Signal } from '@preact/signals';

export interface SegmentedProps<T extends string> {
  readonly legend: string;
  readonly name: string;
  readonly options: readonly (readonly [value: T, label: string])[];
  /** The chosen one. */
  readonly choice: Signal<T>;
}

/** A choice of one of a few, all in sight. */
export function Segmented<T extends string>({ legend, name, options, choice }: SegmentedProps<T>) {
  return (
    <fieldset class="segmented">
      <legend class="visually-hidden">{legend}</legend>
      {options.map(([option, label]) => (
        <label key={option} class={option === choice.value ? 'chosen' : ''}>
          <input
            type="radio"
            name={name}
            value={option}
            checked={option === choice.value}
            onChange={() => {
              choice.value = option;
            }}
          />
          {label}
        </label>
      ))}
    </fieldset>
  );
}
