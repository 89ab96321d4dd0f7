import '@fontsource-variable/inter/wght.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import './styles/panels.css';
import './styles/train.css';
import { render } from 'preact';
import { App } from './app/App.js';
import { keepPage } from './app/keepPage.js';
import { chooseBackend, chooseModel } from './app/models.js';
import { backendChoices } from './engine/backendChoices.js';

render(<App />, document.getElementById('app')!);
await chooseBackend(backendChoices[0]!);
await chooseModel('mnist');
// Last: the first picture does not wait for it.
await keepPage();
