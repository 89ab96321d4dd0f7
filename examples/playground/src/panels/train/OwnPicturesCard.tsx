import { named } from '../../app/droppedFiles.js';
import {
  forgetFolder,
  inColour,
  type OwnFolder,
  ownFolder,
  readAgain,
  readFolder,
} from '../../pictures/ownFolder.js';
import { PixelCanvas } from '../../shared/PixelCanvas.js';
import { type OwnPictures, picturesRecipe } from '../../training/recipe.js';
import { run } from '../../training/run.js';
import { duringRun } from './words.js';

/** A folder of the visitor's own pictures: what is understood of it, and a start. */
export function OwnPicturesCard() {
  const folder = ownFolder.value;
  return (
    <section class="card own-pictures" aria-labelledby="own-pictures">
      <h2 id="own-pictures">Your own pictures</h2>
      <p class="hint">
        Drop a folder of PNG or JPEG files on the page, or choose one. Folders in it are classes. A few
        hundred pictures of one kind of thing do well. They stay in this browser.
      </p>
      <div class="row">
        <label class="button">
          Choose a folder
          <input
            type="file"
            multiple
            class="visually-hidden"
            ref={(input) => input?.setAttribute('webkitdirectory', '')}
            onChange={(event) => {
              const input = event.currentTarget;
              const files = named([...(input.files ?? [])]);
              // The same folder can be chosen again.
              input.value = '';
              if (files.length > 0) readFolder(files.map(({ path, file }) => ({ path, content: file })));
            }}
          />
        </label>
        <label class="field check">
          <input
            type="checkbox"
            name="colour"
            checked={inColour.value}
            onChange={(event) => {
              inColour.value = event.currentTarget.checked;
              if (folder.phase !== 'none') readAgain();
            }}
          />
          Keep colours
        </label>
      </div>
      <Folder folder={folder} />
    </section>
  );
}

function Folder({ folder }: { readonly folder: OwnFolder }) {
  switch (folder.phase) {
    case 'none':
      return null;
    case 'reading':
      return (
        <div class="standing">
          <p>
            Reading pictures, {folder.done} of {folder.total} …
          </p>
          <progress max={Math.max(1, folder.total)} value={folder.done} aria-label="Pictures read" />
        </div>
      );
    case 'failed':
      return <p class="hint warning">{folder.message}</p>;
    case 'understood': {
      const { lines, bad, pictures } = folder.understood;
      return (
        <>
          <ul class="lines">
            {lines.map((line) => (
              <li key={line}>{line}</li>
            ))}
            {bad.slice(0, 3).map((reason) => (
              <li key={reason} class="warning">
                Left out: {reason}
              </li>
            ))}
            {bad.length > 3 && <li class="warning">Left out: {bad.length - 3} more that cannot be read</li>}
          </ul>
          <p class="hint">As the model sees them, some that it will not learn from:</p>
          <Shown {...pictures} />
          <div class="row">
            <button
              type="button"
              class="primary"
              disabled={duringRun(run.state.value)}
              onClick={() => void run.start(picturesRecipe(pictures))}
            >
              Learn from these
            </button>
            <button type="button" onClick={forgetFolder}>
              Forget them
            </button>
          </div>
        </>
      );
    }
  }
}

function Shown({ shown, train }: OwnPictures) {
  const [height, width, channels] = train.imageShape;
  const size = height * width * channels;
  return (
    <ol class="gallery">
      {Array.from({ length: shown.length / size }, (_, index) => (
        <li key={index}>
          <PixelCanvas
            raster={{ width, height, channels, data: shown.subarray(index * size, (index + 1) * size) }}
            label={`held-out picture ${index + 1}`}
          />
        </li>
      ))}
    </ol>
  );
}
