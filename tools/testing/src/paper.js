import { mulberry } from './mulberry.js';

/** Of paper in full light, of a pen, and of a printed line; each a share of what lies below it. */
const [white, pen, line] = [0.94, 0.22, 0.8];
/** The light of the corner that is farthest from the lamp, as a share of the nearest one's. */
const farLight = 0.5;
/** Pixels from one printed line to the next, and of a line. */
const steps = { ruled: 38, squared: 24 };
const lineWidth = 2;
/** The deviation of the camera's noise. */
const noise = 0.02;

export function onPaper(ink, { width, height, seed, print = 'none', light = farLight, blur = 0 }) {
  const random = mulberry(seed);
  const [cornerX, cornerY] = [random() < 0.5 ? 0 : width - 1, random() < 0.5 ? 0 : height - 1];
  const step = steps[print] ?? Number.POSITIVE_INFINITY;
  const [offset, slope] = [random() * steps.ruled, 0.02 * (random() - 0.5)];
  const isLine = (position) => (((position + offset) % step) + step) % step < lineWidth;
  const isPrinted = {
    none: () => false,
    ruled: (x, y) => isLine(y + slope * x),
    squared: (x, y) => isLine(y + slope * x) || isLine(x - slope * y),
  }[print];
  const drawn = blur === 0 ? ink : blurred(ink, { width, height }, blur);
  const data = Uint8Array.from(drawn, (value, at) => {
    const [x, y] = [at % width, Math.floor(at / width)];
    const far = Math.hypot(x - cornerX, y - cornerY) / Math.hypot(width, height);
    const lit = white * (1 - (1 - light) * far);
    const printed = isPrinted(x, y) ? line : 1;
    const written = 1 - (1 - pen) * (value / 255);
    return Math.max(0, Math.min(255, Math.round(255 * (lit * printed * written + noise * normal(random)))));
  });
  return { width, height, channels: 1, data };
}

export function onRuledPaper(ink, page) {
  return onPaper(ink, { ...page, print: 'ruled' });
}

/** By a normal kernel, along rows and then along columns; outside there is no ink. */
function blurred(ink, { width, height }, deviation) {
  const reach = Math.ceil(3 * deviation);
  const kernel = Array.from({ length: 2 * reach + 1 }, (_, i) =>
    Math.exp(-(((i - reach) / deviation) ** 2) / 2),
  );
  const sum = kernel.reduce((total, weight) => total + weight, 0);
  const along = (values, length, stride) =>
    Float32Array.from(values, (_, at) => {
      const position = Math.floor(at / stride) % length;
      let total = 0;
      kernel.forEach((weight, i) => {
        const near = position + i - reach;
        if (near >= 0 && near < length) total += weight * values[at + (i - reach) * stride];
      });
      return total / sum;
    });
  return along(along(ink, width, 1), height, width);
}

/** Box and Muller (1958). */
function normal(random) {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
