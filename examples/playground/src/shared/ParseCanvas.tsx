import type { AffineRows, ParseTree } from '@rnp/recursive-decoder';
import { hex } from '@rnp/viz';
import { useMemo, useRef } from 'preact/hooks';
import { cornersOf, inParent } from './frames.js';
import { type Colouring, colourOf, nodesUnder } from './paint.js';
import { nameOf, nodeAt, type Path } from './path.js';
import { TreeCanvas } from './TreeCanvas.js';

export interface ParseCanvasProps {
  readonly tree: ParseTree;
  readonly colouring: Colouring;
  /** Pixels of the longer side; the place on the page may be larger. */
  readonly resolution: number;
  readonly lit: Path | null;
  readonly selected: Path | null;
  readonly onSelect: (path: Path | null) => void;
  readonly onPoint: (path: Path | null) => void;
  /** A part was dragged by so much, in its parent's frame; one gesture until it is let go. */
  readonly onMove: (path: Path, by: readonly [number, number], gesture: string) => void;
}

/** The picture that a program draws, with the frame of the selected part; parts can be pointed at and dragged. */
export function ParseCanvas(props: ParseCanvasProps) {
  const { tree, colouring, resolution, lit, selected, onSelect, onPoint, onMove } = props;
  const place = useRef<HTMLDivElement>(null);
  const drag = useRef<{ path: Path; x: number; y: number } | null>(null);
  const drags = useRef(0);
  const at = (event: PointerEvent): [number, number] => {
    const box = place.current!.getBoundingClientRect();
    return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
  };
  const depth = colouring === 'subparts' ? 2 : 1;
  const nodeUnder = useMemo(() => nodesUnder(tree, depth), [tree, depth]);
  const down = (event: PointerEvent): void => {
    const [x, y] = at(event);
    const path = nodeUnder(x, y);
    onSelect(path);
    if (path === null) return;
    drag.current = { path, x, y };
    drags.current++;
    place.current!.setPointerCapture(event.pointerId);
  };
  const move = (event: PointerEvent): void => {
    const [x, y] = at(event);
    const held = drag.current;
    if (held === null) {
      if (event.pointerType === 'mouse') onPoint(nodeUnder(x, y));
      return;
    }
    const parent = nodeAt(tree, held.path.slice(0, -1));
    onMove(
      held.path,
      inParent(parent.toImage, [2 * (x - held.x), 2 * (y - held.y)]),
      `drag ${drags.current}`,
    );
    drag.current = { ...held, x, y };
  };
  const up = (): void => {
    drag.current = null;
  };
  return (
    <div
      ref={place}
      class="parse-canvas"
      onPointerDown={down}
      onPointerMove={move}
      onPointerUp={up}
      onPointerCancel={up}
      onPointerLeave={() => onPoint(null)}
    >
      <TreeCanvas tree={tree} size={resolution} colouring={colouring} lit={lit} label={describe(tree, lit)} />
      {selected !== null && (
        <Frame map={nodeAt(tree, selected).toImage} colour={hex(colourOf(selected, colouring))} />
      )}
    </div>
  );
}

/** The border of a part on the image; a short stroke shows which way is up. */
function Frame({ map, colour }: { readonly map: AffineRows; readonly colour: string }) {
  const corners = cornersOf(map);
  if (corners === null) return null;
  const [a, b] = corners as [[number, number], [number, number]];
  const top = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
  const middle = [0, 1].map((i) => corners.reduce((sum, corner) => sum + corner[i]!, 0) / 4);
  return (
    <svg class="frame" viewBox="-1 -1 2 2" aria-hidden="true">
      <polygon points={corners.map((corner) => corner.join(',')).join(' ')} stroke={colour} />
      <line
        x1={top[0]}
        y1={top[1]}
        x2={top[0]! + 0.2 * (middle[0]! - top[0]!)}
        y2={top[1]! + 0.2 * (middle[1]! - top[1]!)}
        stroke={colour}
      />
    </svg>
  );
}

function describe(tree: ParseTree, lit: Path | null): string {
  const count = tree.root.children.length;
  return lit === null || lit.length === 0
    ? `What the program draws, from ${count} parts`
    : `What the program draws; ${nameOf(lit)} is lit`;
}
