import { type ParseTree, renderTree } from '@rnp/recursive-decoder';
import { colourParts, hex } from '@rnp/viz';
import { useMemo, useRef } from 'preact/hooks';
import { emptyNodes } from './emptyNodes.js';
import { PixelCanvas } from './PixelCanvas.js';
import { type Colouring, colourOf, leadsTo } from './paint.js';
import { nameOf, nodeAt, numberOf, type Path, pathsOf, samePath } from './path.js';

export interface TreeViewProps {
  readonly tree: ParseTree;
  readonly colouring: Colouring;
  readonly selected: Path | null;
  readonly lit: Path | null;
  readonly onSelect: (path: Path | null) => void;
  readonly onPoint: (path: Path | null) => void;
  /** Arrow keys with Alt move the selected part. */
  readonly onNudge?: (path: Path, by: readonly [number, number]) => void;
}

const nudges: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-0.04, 0],
  ArrowRight: [0.04, 0],
  ArrowUp: [0, -0.04],
  ArrowDown: [0, 0.04],
};

/** The parts and below each its subparts, each in its own frame. The keys are those of the ARIA tree pattern. */
export function TreeView(props: TreeViewProps) {
  const { tree, selected, onSelect, onPoint, onNudge } = props;
  const root = useRef<HTMLUListElement>(null);
  const paths = useMemo<readonly Path[]>(() => [[], ...pathsOf(tree.root)], [tree]);
  const empty = useMemo(() => emptyNodes(tree), [tree]);
  const current = selected ?? [];
  const go = (path: Path): void => {
    onSelect(path.length === 0 ? null : path);
    requestAnimationFrame(() => {
      root.current?.querySelector<HTMLElement>(`[data-path="${numberOf(path)}"]`)?.focus();
    });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey && event.key in nudges && current.length > 0 && onNudge !== undefined) {
      event.preventDefault();
      onNudge(current, nudges[event.key]!);
      return;
    }
    const next = neighbour(tree, paths, current, event.key);
    if (next === null) return;
    event.preventDefault();
    go(next);
  };
  return (
    <ul class="tree" role="tree" aria-label="Parts of the image" ref={root} onKeyDown={onKeyDown}>
      <Item {...props} path={[]} current={current} empty={empty} onGo={go} onLight={onPoint} />
    </ul>
  );
}

interface ItemProps extends TreeViewProps {
  readonly path: Path;
  readonly current: Path;
  /** See `emptyNodes`. */
  readonly empty: ReadonlySet<string>;
  readonly onGo: (path: Path) => void;
  readonly onLight: (path: Path | null) => void;
}

function Item(props: ItemProps) {
  const { tree, path, current, empty, lit, colouring, onGo, onLight } = props;
  const node = nodeAt(tree, path);
  // A node that stays as it is looks as it did, though the tree about it, and its path as an array, are others.
  const raster = useMemo(
    () => thumbnail(tree, path, colouring),
    [node, tree.imageShape, path.join('.'), colouring],
  );
  const light = path.length === 0 ? null : path;
  const chosen = samePath(path, current);
  const drawsNothing = empty.has(path.join('.'));
  const state = [
    drawsNothing ? 'draws-nothing' : '',
    chosen ? 'chosen' : '',
    leadsTo(path, lit) && path.length > 0 ? 'lit' : '',
  ].join(' ');
  const style = path.length > 0 ? { '--part': hex(colourOf(path, colouring)) } : {};
  return (
    <li
      role="treeitem"
      aria-label={nameOf(path)}
      aria-level={path.length + 1}
      aria-selected={chosen}
      {...(drawsNothing ? { 'aria-description': 'draws nothing', title: 'draws nothing' } : {})}
      {...(node.children.length > 0 ? { 'aria-expanded': true } : {})}
      tabIndex={chosen ? 0 : -1}
      data-path={numberOf(path)}
      class={`node depth-${path.length} ${state}`}
      style={style}
      onClick={(event) => {
        event.stopPropagation();
        onGo(path);
      }}
      onFocus={(event) => {
        event.stopPropagation();
        onLight(light);
      }}
      onBlur={() => onLight(null)}
      onMouseOver={(event) => {
        event.stopPropagation();
        onLight(light);
      }}
      onMouseOut={() => onLight(null)}
    >
      <span class="thumb">
        <PixelCanvas raster={raster} />
      </span>
      {path.length < 2 && (
        // Drawn by the style sheet: as text it would belong to the names of all nodes above.
        <span class="caption" data-caption={path.length === 0 ? 'image' : `part ${path[0]! + 1}`} />
      )}
      {node.children.length > 0 && (
        <ul role="group" style={{ '--count': node.children.length }}>
          {node.children.map((_, index) => {
            const below = [...path, index];
            return <Item key={below.join('.')} {...props} path={below} />;
          })}
        </ul>
      )}
    </li>
  );
}

/** A node in its own frame, its subparts in their colours. */
function thumbnail(tree: ParseTree, path: Path, colouring: Colouring) {
  const node = nodeAt(tree, path);
  const size = { width: 48, height: 48 };
  const own = renderTree(node, { ...size, frame: 'own', tree });
  if (colouring === 'redrawn') return own;
  if (node.children.length === 0) return colourParts([own], { colourOf: () => colourOf(path, colouring) });
  const children = node.children.map((_, index) =>
    renderTree(rooted(tree, path), { ...size, path: [index] }),
  );
  return colourParts(children, {
    colourOf: (index) =>
      path.length === 0 || colouring === 'subparts' ? colourOf([index], 'parts') : colourOf(path, 'parts'),
  });
}

/** The node as if it were a whole image, so that its children can be drawn in its frame. */
function rooted(tree: ParseTree, path: Path): ParseTree {
  const node = nodeAt(tree, path);
  const identity = [
    [1, 0, 0],
    [0, 1, 0],
  ] as const;
  return { ...tree, root: { ...node, action: null, toParent: null, toImage: identity } };
}

/** Where a key of the tree pattern leads; null where it leads nowhere. */
function neighbour(tree: ParseTree, paths: readonly Path[], from: Path, key: string): Path | null {
  const place = paths.findIndex((path) => samePath(path, from));
  switch (key) {
    case 'ArrowDown':
      return paths[place + 1] ?? null;
    case 'ArrowUp':
      return paths[place - 1] ?? null;
    case 'ArrowRight':
      return nodeAt(tree, from).children.length > 0 ? [...from, 0] : null;
    case 'ArrowLeft':
      return from.length > 0 ? from.slice(0, -1) : null;
    case 'Home':
      return paths[0]!;
    case 'End':
      return paths.at(-1)!;
    default:
      return null;
  }
}
