import { useEffect } from 'preact/hooks';
import { redo, undo } from './pad.js';
import { redoScene, undoScene } from './scene.js';
import { currentPanel } from './state.js';

/** What is undone, by panel. */
const undone: Readonly<Record<string, { readonly back: () => void; readonly forth: () => void }>> = {
  draw: { back: undo, forth: redo },
  objects: { back: undoScene, forth: redoScene },
};

/** Ctrl+Z and Ctrl+Shift+Z (or Ctrl+Y, or with ⌘) on the panels that draw, outside of fields, which have an undo of their own. */
export function useKeys(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const steps = undone[currentPanel.value];
      if (!(event.ctrlKey || event.metaKey) || event.altKey || steps === undefined) return;
      if (event.target instanceof Element && event.target.matches('input[type=number], input[type=text]'))
        return;
      const key = event.key.toLowerCase();
      const back = key === 'z' && !event.shiftKey;
      const forth = (key === 'z' && event.shiftKey) || (key === 'y' && !event.shiftKey);
      if (!back && !forth) return;
      event.preventDefault();
      if (back) steps.back();
      else steps.forth();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}
