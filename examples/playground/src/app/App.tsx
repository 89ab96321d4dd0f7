import { announcement } from '../shared/announcer.js';
import { openFiles } from './givenFiles.js';
import { Header } from './Header.js';
import { notices, settle } from './notices.js';
import { panels } from './panels.js';
import { currentPanel } from './state.js';
import { Tabs } from './Tabs.js';
import { useGivenFiles } from './useGivenFiles.js';
import { useKeys } from './useKeys.js';

export function App() {
  useGivenFiles(openFiles);
  useKeys();
  const { View } = panels.find(({ id }) => id === currentPanel.value)!;
  return (
    <>
      <a class="skip" href="#main">
        To the page
      </a>
      <Header />
      <main id="main" tabIndex={-1}>
        <Tabs
          tabs={panels}
          current={currentPanel.value}
          onChange={(id) => {
            currentPanel.value = id;
          }}
        />
        {[...notices.value].map(([topic, message]) => (
          <p key={topic} class="notice">
            {message}
            <button type="button" class="quiet" onClick={() => settle(topic)}>
              Close
            </button>
          </p>
        ))}
        <div role="tabpanel" id={`panel-${currentPanel.value}`} aria-labelledby={`tab-${currentPanel.value}`}>
          <View />
        </div>
      </main>
      <footer>
        <p>
          An image as a program that draws it: Fisher and Rao,{' '}
          <a href="https://doi.org/10.1093/pnasnexus/pgad337">Recursive neural programs</a>, PNAS Nexus 2023.
          All of it runs in this page; nothing is sent anywhere.
        </p>
      </footer>
      <div class="visually-hidden" role="status" aria-live="polite">
        {announcement.value}
      </div>
    </>
  );
}
