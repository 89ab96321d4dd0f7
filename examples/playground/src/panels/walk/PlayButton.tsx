import { useEffect, useRef, useState } from 'preact/hooks';
import { frames } from './walk.js';

export interface PlayButtonProps {
  readonly at: number;
  readonly onMove: (step: number) => void;
}

const millisecondsAStep = 70;

/** Walks by itself, from A to B, once; from the end it begins anew. */
export function PlayButton({ at, onMove }: PlayButtonProps) {
  const [playing, setPlaying] = useState(false);
  const latest = useRef(at);
  latest.current = at;
  useEffect(() => {
    if (!playing) return;
    const timer = setInterval(() => {
      if (latest.current >= frames - 1) setPlaying(false);
      else onMove(latest.current + 1);
    }, millisecondsAStep);
    return () => clearInterval(timer);
  }, [playing]);
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
