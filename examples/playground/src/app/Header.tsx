import { type ModelName, modelNames } from '@rnp/models';
import { backendChoices } from '../engine/backendChoices.js';
import { busy } from './attempt.js';
import { chooseBackend, chooseModel, coming } from './models.js';
import { backend, backendChoice, loaded, milliseconds } from './state.js';
import { theme, themes } from './theme.js';

const modelLabels: Readonly<Record<ModelName, string>> = {
  mnist: 'Digits (MNIST)',
  'fashion-mnist': 'Garments (Fashion-MNIST)',
  omniglot: 'Characters (Omniglot)',
  'eth-80': 'Objects (ETH-80)',
};

/** What the page is, which model runs where, and how fast. */
export function Header() {
  const own = loaded.value !== null && !modelNames.includes(loaded.value.name as ModelName);
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
            value={coming.value ?? loaded.value?.name ?? 'mnist'}
            disabled={busy.value}
            onChange={(event) => void chooseModel(event.currentTarget.value as ModelName)}
          >
            {modelNames.map((name) => (
              <option key={name} value={name}>
                {modelLabels[name]}
              </option>
            ))}
            {own && <option value={loaded.value!.name}>{loaded.value!.name}</option>}
          </select>
        </label>
        <label class="field">
          Runs on
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
          Looks
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
