import { type ModelName, modelNames } from '@rnp/models';
import { backendChoices } from '../engine/backendChoices.js';
import { modelLabels } from '../shared/modelLabels.js';
import { busy } from './attempt.js';
import { chooseBackend, chooseModel, chooseOwnModel, coming, ownModels } from './models.js';
import { backend, backendChoice, loaded, milliseconds } from './state.js';
import { theme, themes } from './theme.js';

/** A model of one's own may be called like one in the box. */
const ownValue = (name: string): string => `own ${name}`;

/** What the page is, which model runs where, and how fast. */
export function Header() {
  const own = ownModels.value;
  const { name, card } = loaded.value ?? { name: 'mnist', card: undefined };
  const chosen = coming.value ?? (card === null ? ownValue(name) : name);
  return (
    <header class="top">
      <div class="title">
        <h1>Recursive Neural Programs</h1>
        <p>An image is a program of parts. Each part is a program of smaller ones.</p>
      </div>
      <div class="settings">
        <label class="field">
          Model
          <select
            name="model"
            value={chosen}
            disabled={busy.value}
            onChange={(event) => {
              const { value } = event.currentTarget;
              const mine = own.find((model) => ownValue(model.name) === value);
              void (mine === undefined ? chooseModel(value as ModelName) : chooseOwnModel(mine));
            }}
          >
            {modelNames.map((name) => (
              <option key={name} value={name}>
                {modelLabels[name]}
              </option>
            ))}
            {own.map(({ name }) => (
              <option key={name} value={ownValue(name)}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label class="field">
          Backend
          <select
            name="backend"
            value={backendChoice.value.id}
            disabled={busy.value}
            onChange={(event) => {
              const { value } = event.currentTarget;
              void chooseBackend(backendChoices.find(({ id }) => id === value)!);
            }}
          >
            {backendChoices.map(({ id, label }) => (
              <option key={id} value={id}>
                {label}
              </option>
            ))}
          </select>
        </label>
        <label class="field">
          Theme
          <select
            name="theme"
            value={theme.value}
            onChange={(event) => {
              theme.value = event.currentTarget.value as typeof theme.value;
            }}
          >
            {themes.map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <p class="speed">
          <span data-testid="backend">{backend.value?.name ?? 'starting'}</span>
          {milliseconds.value !== null && (
            <span>
              {' '}
              · <span data-testid="milliseconds">{milliseconds.value.toFixed(0)}</span> ms a parse
            </span>
          )}
        </p>
      </div>
    </header>
  );
}
