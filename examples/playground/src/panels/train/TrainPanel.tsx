import { useEffect } from 'preact/hooks';
import { announce } from '../../shared/announcer.js';
import { nounOf } from '../../training/recipe.js';
import { run } from '../../training/run.js';
import { Figures } from './Figures.js';
import { Gallery } from './Gallery.js';
import { KeepModel } from './KeepModel.js';
import { LearningCurve } from './LearningCurve.js';
import { OwnPicturesCard } from './OwnPicturesCard.js';
import { RunControls } from './RunControls.js';
import { modelName, pace, reading, standing } from './words.js';

/** A small model learns from the embedded digits, or from the visitor's own pictures, while one looks on. */
export function TrainPanel() {
  const state = run.state.value;
  const { phase, recipe, step, curve, figures, pictures, checkpoint, warning } = state;
  const noun = nounOf(recipe);
  // Steps would drown out everything else; what matters is where it stands.
  useEffect(() => {
    if (phase !== 'idle') announce(standing(state));
  }, [phase]);
  return (
    <div class="columns train">
      <section class="card" aria-labelledby="train">
        <h2 id="train">Let a model learn</h2>
        <p class="hint">
          It begins knowing nothing, sees{' '}
          {noun === 'digit'
            ? '9,000 handwritten digits, 64 at a time,'
            : `${recipe!.pictures!.train.length} of your pictures again and again,`}{' '}
          and is told of none what it is. After some hundred steps its parts have become strokes. It learns in
          a thread of its own: look at the other tabs meanwhile.
        </p>
        <RunControls />
        <div class="standing">
          <p>{standing(state)}</p>
          {recipe !== null && <progress max={recipe.training.steps} value={step} aria-label="Steps done" />}
          <p class="hint">{pace(state)}</p>
          {warning !== null && <p class="hint warning">{warning}</p>}
        </div>
        {recipe !== null && <Figures curve={curve} figures={figures} recipe={recipe} />}
        {figures !== null && <p class="hint">{reading(state)}</p>}
      </section>

      <OwnPicturesCard />

      <section class="card unseen" aria-labelledby="unseen">
        <h2 id="unseen">
          {noun === 'digit' ? 'Digits' : 'Pictures'} it never saw, and what it makes of them
        </h2>
        {pictures === null ? (
          <p class="hint">Ten digits, and below each what the model makes of it, once a second.</p>
        ) : (
          <Gallery {...pictures} noun={noun} />
        )}
        {curve.length > 1 && (
          <LearningCurve points={curve} noun={noun} batchSize={recipe?.training.batchSize ?? 64} />
        )}
      </section>

      <section class="card keep" aria-labelledby="keep">
        <h2 id="keep">Keep it</h2>
        <KeepModel
          files={checkpoint?.model ?? null}
          name={checkpoint === null ? 'my-digits' : modelName(checkpoint)}
        />
      </section>
    </div>
  );
}
