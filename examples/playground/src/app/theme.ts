import { effect, signal } from '@preact/signals';

/** As the system says, or as the visitor does. */
export const themes = ['system', 'light', 'dark'] as const;

type Theme = (typeof themes)[number];

const key = 'rnp-theme';

export const theme = signal<Theme>(stored());

effect(() => {
  document.documentElement.dataset.theme = theme.value;
  try {
    localStorage.setItem(key, theme.value);
  } catch {
    // A page without storage forgets, no more.
  }
});

function stored(): Theme {
  try {
    const value = localStorage.getItem(key);
    return themes.find((name) => name === value) ?? 'system';
  } catch {
    return 'system';
  }
}
