import { useState } from 'preact/hooks';
import { useTicks } from '../../shared/useTicks.js';
import { frames } from './walk.js';

export interface PlayButtonProps {
  readonly at: number;
  readonly onMove: (step: number) => void;
}

const millisecondsAStep = 70;

/** Walks by itself, from A to B, once; from the end it begins anew. */
export function PlayButton({ at, onMove }: PlayButtonProps) {
  const [playing, setPlaying] = useState(false);
  useTicks(playing, millisecondsAStep, () => {
    if (at >= frames - 1) setPlaying(false);
    else onMove(at + 1);
  });
  return (
    <button
      type="button"
      onClick={() => {
        if (!playing && at >= frames - 1) onMove(0);
        setPlaying(!playing);
      }}
    >
      {playing ? 'Pause' : 'Play'}
    </button>
  );
}
