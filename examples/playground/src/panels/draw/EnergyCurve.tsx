import { steps } from '../../app/lookCloser.js';

const [width, height] = [96, 20];

/** How the energy of a closer look falls, step after step. */
export function EnergyCurve({ energies }: { readonly energies: readonly number[] }) {
  const [first, last] = [energies[0], energies.at(-1)];
  if (first === undefined || last === undefined) return null;
  const points = energies.map(
    (energy, step) => `${(width * step) / steps},${height * (1 - energy / Math.max(first, 1e-9))}`,
  );
  return (
    <span class="energy">
      <span>
        Energy {first.toFixed(1)} → {last.toFixed(1)}, step{' '}
        <span data-testid="look-step">{energies.length - 1}</span> of {steps}
      </span>
      <svg viewBox={`0 -1 ${width} ${height + 2}`} width={width} height={height} aria-hidden="true">
        <polyline points={points.join(' ')} fill="none" stroke="currentColor" stroke-width="1.5" />
      </svg>
    </span>
  );
}
