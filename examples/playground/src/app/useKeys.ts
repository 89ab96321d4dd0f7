import { useEffect } from 'preact/hooks';
import { redo, undo } from './pad.js';
import { currentPanel } from './state.js';

/** Ctrl+Z and Ctrl+Shift+Z (or Ctrl+Y, or with ⌘) on the panel that draws, outside of fields, which have an undo of their own. */
export function useKeys(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || currentPanel.value !== 'draw') return;
      if (event.target instanceof Element && event.target.matches('input[type=number], input[type=text]'))
        return;
      const key = event.key.toLowerCase();
      const back = key === 'z' && !event.shiftKey;
      const forth = (key === 'z' && event.shiftKey) || (key === 'y' && !event.shiftKey);
      if (!back && !forth) return;
      event.preventDefault();
      if (back) undo();
      else redo();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}
