import { useSignal } from '@preact/signals';
import { curveSvg } from '@rnp/viz';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { CurvePoint } from '../../training/checkpoint.js';

export interface LearningCurveProps {
  readonly points: readonly CurvePoint[];
  /** What there is one of in an image. */
  readonly noun: 'digit' | 'picture';
  readonly batchSize: number;
}

/** The squared error over the steps, as wide as its place. */
export function LearningCurve({ points, noun, batchSize }: LearningCurveProps) {
  const place = useRef<HTMLElement>(null);
  const width = useSignal(480);
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => {
      width.value = Math.max(240, Math.round(entry!.contentRect.width));
    });
    observer.observe(place.current!);
    return () => observer.disconnect();
  }, []);
  const svg = useMemo(
    () =>
      curveSvg({
        title: `Squared error per ${noun} while it learns`,
        heading: false,
        xLabel: `step (${batchSize} ${noun}s)`,
        yLabel: `squared error per ${noun}`,
        series: [
          {
            name: 'squared error',
            points: points.map(({ step, ssePerImage }) => [step, ssePerImage] as const),
            smooth: 5,
          },
        ],
        width: width.value,
        height: 220,
      }),
    [points, noun, batchSize, width.value],
  );
  // The drawing escapes its words, and all of them are this file's.
  return <figure ref={place} class="curve" dangerouslySetInnerHTML={{ __html: svg }} />;
}
