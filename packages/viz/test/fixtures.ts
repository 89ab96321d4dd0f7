import { createRaster, type Raster } from '@rnp/images';
import type { AnyRaster, DrawableNode, PartsExample } from '../src/index.js';

/** A grey raster of the values given, row by row. */
export function grey(width: number, ...values: number[]): Raster {
  return { width, height: values.length / width, channels: 1, data: Float32Array.from(values) };
}

/** The channels of one pixel as bytes. */
export function pixel(raster: AnyRaster, x: number, y: number): number[] {
  const at = (y * raster.width + x) * raster.channels;
  const values = Array.from(raster.data.subarray(at, at + raster.channels));
  return raster.data.BYTES_PER_ELEMENT === 1 ? values : values.map((value) => Math.round(value * 255));
}

export const example: PartsExample = {
  input: grey(2, 1, 0, 0, 1),
  reconstruction: grey(2, 0.8, 0, 0, 0.6),
  parts: [grey(2, 1, 0, 0, 0), grey(2, 0, 0, 0, 1)],
  partCanvases: [
    { subparts: [grey(2, 1, 1, 0, 0), grey(2, 0, 0, 1, 1)] },
    { subparts: [grey(2, 0, 1, 0, 1), grey(2, 1, 0, 1, 0)] },
  ],
};

export interface TestNode extends DrawableNode<TestNode> {
  readonly raster: Raster;
}

/** A tree with `childrenPerLevel[depth]` children below each node; parts are half as large as the image and lie at its corners. */
export function tree(...childrenPerLevel: number[]): { root: TestNode } {
  const node = (depth: number, step: number): TestNode => ({
    level: childrenPerLevel.length - depth,
    step,
    action: depth === 0 ? null : [0.25, -0.5, 0.1, -0.001, step / 10, -1],
    toImage:
      depth === 0
        ? [
            [1, 0, 0],
            [0, 1, 0],
          ]
        : [
            [2, 0, step % 2 === 0 ? -1 : 1],
            [0, 2, step > 2 ? -1 : 1],
          ],
    children: Array.from({ length: childrenPerLevel[depth] ?? 0 }, (_, index) => node(depth + 1, index + 1)),
    raster: createRaster(4, 4, 1, 0.5),
  });
  return { root: node(0, 0) };
}

/** Reads a document by XML's rules for tags, attributes and entities; the first fault as text, or null. */
export function xmlFault(text: string): string | null {
  const open: string[] = [];
  const token = /<(\/?)([A-Za-z][\w:-]*)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/gy;
  let roots = 0;
  while (token.lastIndex < text.length) {
    const at = token.lastIndex;
    const match = token.exec(text);
    if (match === null) return `no XML at ${at}: ${text.slice(at, at + 40)}`;
    const [, closing, name, attributes = '', alone, content] = match;
    if (/&(?!(?:amp|lt|gt|quot|#39);)/.test((content ?? '') + attributes)) return `a bare & at ${at}`;
    if (name === undefined) continue;
    const names = [...attributes.matchAll(/([\w:-]+)=/g)].map(([, key]) => key);
    if (new Set(names.filter((key) => key !== undefined)).size < names.length && !/="[^"]*=/.test(attributes))
      return `an attribute twice at ${at}`;
    if (closing) {
      if (open.pop() !== name) return `</${name}> at ${at} closes something else`;
    } else if (!alone) {
      if (open.length === 0) roots++;
      open.push(name);
    }
  }
  return open.length > 0 ? `<${open.at(-1)}> stays open` : roots === 1 ? null : `${roots} roots`;
}

/** The error that a call throws; fails loudly when there is none. */
export function thrown(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    return error;
  }
  throw new Error('expected an error');
}
