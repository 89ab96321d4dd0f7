import { hex, partColour } from '@rnp/viz';
import type { FoundObjects } from '../../engine/messages.js';

export interface FoundFramesProps {
  readonly found: FoundObjects;
  readonly chosen: number;
}

/** The frames of objects over the canvas in which they were found, and their numbers; that of the chosen one is wider. */
export function FoundFrames({ found: { width, height, objects }, chosen }: FoundFramesProps) {
  return (
    <svg class="found-frames" viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      {objects.map(({ frame: { x, y, side } }, i) => {
        // Pixels are squares, and their middles whole numbers.
        const [left, top] = [x + 0.5 - side / 2, y + 0.5 - side / 2];
        const colour = hex(partColour(i));
        return (
          <g key={i}>
            <rect
              x={left}
              y={top}
              width={side}
              height={side}
              fill="none"
              stroke={colour}
              stroke-width={width / (i === chosen ? 200 : 400)}
            />
            <text x={left + width / 120} y={top + width / 30} font-size={width / 36} fill={colour}>
              {i + 1}
            </text>
          </g>
        );
      })}
    </svg>
  );
}
