import { announcement } from '../shared/announcer.js';
import { Header } from './Header.js';
import { panels } from './panels.js';
import { currentPanel, notice } from './state.js';
import { Tabs } from './Tabs.js';

export function App() {
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
        {notice.value !== null && (
          <p class="notice">
            {notice.value}
            <button
              type="button"
              class="quiet"
              onClick={() => {
                notice.value = null;
              }}
            >
              Close
            </button>
          </p>
        )}
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
