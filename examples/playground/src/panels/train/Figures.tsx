import type { TrainingState } from '../../training/trainingState.js';
import { figure } from './words.js';

/** Is it learning, and is it a parse? */
export function Figures({ curve, figures }: Pick<TrainingState, 'curve' | 'figures'>) {
  const error = curve.at(-1)?.ssePerImage;
  return (
    <dl class="figures">
      <Figure
        name="Squared error"
        value={error === undefined ? '–' : error.toFixed(1)}
        note="per digit; less is better"
      />
      <Figure
        name="Purity"
        value={figure(figures?.purity, 2)}
        note="parts / subparts; 1: no ink drawn twice"
      />
      <Figure
        name="Effective children"
        value={figure(figures?.effectiveChildren, 1)}
        note="how many draw: parts / subparts, of 4 / 4"
      />
    </dl>
  );
}

function Figure({ name, value, note }: Readonly<Record<'name' | 'value' | 'note', string>>) {
  return (
    <div>
      <dt>{name}</dt>
      <dd class="value">{value}</dd>
      <dd class="hint">{note}</dd>
    </div>
  );
}
