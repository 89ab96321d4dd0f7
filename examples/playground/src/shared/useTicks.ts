import { useEffect, useRef } from 'preact/hooks';

/** Calls `tick` every so many milliseconds while something plays; always the one of the last rendering. */
export function useTicks(playing: boolean, milliseconds: number, tick: () => void): void {
  const latest = useRef(tick);
  latest.current = tick;
  useEffect(() => {
    if (!playing) return;
    const timer = setInterval(() => latest.current(), milliseconds);
    return () => clearInterval(timer);
  }, [playing, milliseconds]);
}
