import type { LeftOutReason } from './leftOut.js';

const ending = /\.(png|jpe?g)$/i;
const systemNames = new Set(['__macosx', 'thumbs.db', 'desktop.ini', '@eadir', '$recycle.bin', 'icon\r']);

/** Whether a name is that of a PNG or JPEG. */
export function isPictureName(name: string): boolean {
  return ending.test(name);
}

/** Why what has this name is left out of a folder of pictures, whatever it is; null where its name is no reason. */
export function hiddenReason(name: string): Extract<LeftOutReason, 'system' | 'hidden'> | null {
  if (systemNames.has(name.toLowerCase())) return 'system';
  return name.startsWith('.') ? 'hidden' : null;
}

/** Orders names alike on every system. */
export function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
