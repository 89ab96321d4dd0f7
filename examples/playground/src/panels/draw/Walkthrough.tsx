import { useState } from 'preact/hooks';
import { useTicks } from '../../shared/useTicks.js';

export interface WalkthroughProps {
  /** Leaves in all. */
  readonly count: number;
  /** How many are drawn; null for all, outside of a walk. */
  readonly at: number | null;
  readonly onStep: (at: number | null) => void;
}

const millisecondsAStep = 260;

/** The drawing, one subpart after another. */
export function Walkthrough({ count, at, onStep }: WalkthroughProps) {
  const [playing, setPlaying] = useState(false);
  useTicks(playing, millisecondsAStep, () => {
    const next = (at ?? 0) + 1;
    if (next > count) {
      setPlaying(false);
      onStep(null);
    } else onStep(next);
  });
  const play = (): void => {
    if (!playing) onStep(0);
    else onStep(null);
    setPlaying(!playing);
  };
  return (
    <div class="walk">
      <button type="button" disabled={count === 0} onClick={play}>
        {playing ? 'Stop' : 'Step by step'}
      </button>
      <label>
        <span class="visually-hidden">Subparts drawn</span>
        <input
          type="range"
          min={0}
          max={count}
          step={1}
          value={at ?? count}
          disabled={count === 0}
          onInput={(event) => {
            setPlaying(false);
            const next = event.currentTarget.valueAsNumber;
            onStep(next === count ? null : next);
          }}
        />
        <output>
          {at ?? count} of {count}
        </output>
      </label>
    </div>
  );
}
