// Pictures such as one has oneself: houses, cars, flowers and crosses in colours on white, a folder a kind.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createRandom } from '@rnp/nn';
import { svgPng } from '@rnp/viz/node';

const { values } = parseArgs({
  options: { out: { type: 'string', default: 'runs/icons' }, each: { type: 'string', default: '75' } },
});

const width = 240;
const height = 180;
const random = createRandom(7);
const between = (from, to) => from + (to - from) * random.uniform();
const colour = () =>
  `hsl(${Math.round(between(0, 360))} ${Math.round(between(60, 100))}% ${Math.round(between(30, 55))}%)`;
const box = (x, y, w, h, fill) =>
  `<rect x="${x - w / 2}" y="${y - h / 2}" width="${w}" height="${h}" fill="${fill}"/>`;
const dot = (x, y, radius, fill) => `<circle cx="${x}" cy="${y}" r="${radius}" fill="${fill}"/>`;

/** Each about the origin, a unit from the middle to the side. */
const kinds = {
  house: () => `${box(0, 0.4, 2, 1.2, colour())}<path d="M-1.3-.2H1.3L0-1.2Z" fill="${colour()}"/>`,
  car: () => {
    const paint = colour();
    const body = box(0, 0, 3, 0.8, paint) + box(0.05, -0.6, 1.5, 0.9, paint);
    return body + dot(-0.8, 0.5, 0.35, '#222') + dot(0.8, 0.5, 0.35, '#222');
  },
  flower: () => {
    const petal = colour();
    const petals = [-0.6, 0.6].map((at) => dot(at, 0, 0.42, petal) + dot(0, at, 0.42, petal)).join('');
    return box(0, 0.8, 0.16, 1.6, '#2a7') + petals + dot(0, 0, 0.35, colour());
  },
  cross: () => {
    const paint = colour();
    return box(0, 0, 0.6, 2, paint) + box(0, 0, 2, 0.6, paint);
  },
};

let count = 0;
for (const [kind, draw] of Object.entries(kinds)) {
  await mkdir(join(values.out, kind), { recursive: true });
  for (let i = 0; i < Number(values.each); i++) {
    const [x, y] = [width / 2 + between(-25, 25), height / 2 + between(-15, 15)];
    const at = `translate(${x} ${y}) scale(${between(30, 52)})`;
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="#fff"/><g transform="${at}">${draw()}</g></svg>`;
    const path = join(values.out, kind, `${String(i).padStart(3, '0')}.png`);
    await writeFile(path, await svgPng(svg, { scale: 1, path }));
    count++;
  }
}
console.log(`${count} pictures in ${values.out}. Learn their parts with: npx rnp train --data ${values.out}`);
