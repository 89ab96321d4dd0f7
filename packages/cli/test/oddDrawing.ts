import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { encodePng } from '@rnp/viz';

/** No file of a test but these decodes to so many bytes. */
const [width, height] = [99, 101];

/** A bright square in the dark, at which `when` acts. */
export const oddDrawing = (): Uint8Array => drawing(width, height);

/** A bright square in the dark. */
export function drawing(w: number, h: number): Uint8Array {
  const inside = (at: number, side: number): boolean => at > side / 4 && at < side / 2;
  const data = Float32Array.from({ length: w * h }, (_, i) =>
    inside(i % w, w) && inside(Math.floor(i / w), h) ? 1 : 0,
  );
  return encodePng({ width: w, height: h, channels: 1, data });
}

/**
 * The environment of a program that does this when it decodes an odd drawing, as a decoder that runs out of memory, or never ends.
 *
 * @param dir where its code is written
 * @param does JavaScript
 */
export function when(dir: string, name: string, does: string): { readonly NODE_OPTIONS: string } {
  const file = join(dir, `${name}.mjs`);
  const proxy = `new Proxy(Uint8Array, { construct(target, args) {
    if (args[0] === ${width * height}) { ${does} }
    return Reflect.construct(target, args);
  } })`;
  writeFileSync(file, `import { appendFileSync } from 'node:fs';\nglobalThis.Uint8Array = ${proxy};\n`);
  return { NODE_OPTIONS: `--import ${pathToFileURL(file).href}` };
}

/** The environment of a program that is killed, as by a system without memory, while its own process reads an odd drawing. */
export function killsItsReader(dir: string): { readonly NODE_OPTIONS: string } {
  return when(dir, 'kill', "process.kill(process.ppid, 'SIGKILL'); process.exit(1);");
}
