import '@fontsource-variable/inter/wght.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import './styles/panels.css';
import './styles/train.css';
import { render } from 'preact';
import { App } from './app/App.js';
import { recalled } from './app/address.js';
import { recallKept } from './app/keep.js';
import { keepPage } from './app/keepPage.js';
import { lookCloserWhenAsked } from './app/lookCloser.js';
import { chooseBackend } from './app/models.js';
import { lookForNearerModels } from './app/nearerModel.js';
import { searchWhenDrawn } from './app/scene.js';
import { backendChoices } from './engine/backendChoices.js';

const loadModel = recalled(await recallKept());
render(<App />, document.getElementById('app')!);
await chooseBackend(backendChoices[0]!);
await loadModel();
lookForNearerModels();
lookCloserWhenAsked();
searchWhenDrawn();
// Last: the first picture does not wait for it.
await keepPage();
