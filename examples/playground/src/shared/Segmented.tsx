export interface SegmentedProps<T extends string> {
  readonly legend: string;
  readonly name: string;
  readonly options: readonly (readonly [value: T, label: string])[];
  readonly choice: T;
  readonly onChoose: (choice: T) => void;
}

/** A choice of one of a few, all in sight. */
export function Segmented<T extends string>({ legend, name, options, choice, onChoose }: SegmentedProps<T>) {
  return (
    <fieldset class="segmented">
      <legend class="visually-hidden">{legend}</legend>
      {options.map(([option, label]) => (
        <label key={option} class={option === choice ? 'chosen' : ''}>
          <input
            type="radio"
            name={name}
            value={option}
            checked={option === choice}
            onChange={() => onChoose(option)}
          />
          {label}
        </label>
      ))}
    </fieldset>
  );
}
