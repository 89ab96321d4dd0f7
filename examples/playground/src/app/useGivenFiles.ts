import { useEffect, useRef } from 'preact/hooks';
import { droppedFiles, named } from './droppedFiles.js';
import type { GivenFile } from './modelFiles.js';

/** Opens files that are dropped anywhere on the page, where a browser would otherwise leave it for them, or pasted. */
export function useGivenFiles(open: (files: readonly GivenFile[]) => Promise<void>): void {
  const latest = useRef(open);
  latest.current = open;
  useEffect(() => {
    const over = (event: DragEvent): void => event.preventDefault();
    const drop = (event: DragEvent): void => {
      event.preventDefault();
      if (event.dataTransfer !== null) void droppedFiles(event.dataTransfer).then(latest.current);
    };
    const paste = (event: ClipboardEvent): void =>
      void latest.current(named([...(event.clipboardData?.files ?? [])]));
    document.addEventListener('dragover', over);
    document.addEventListener('drop', drop);
    document.addEventListener('paste', paste);
    return () => {
      document.removeEventListener('dragover', over);
      document.removeEventListener('drop', drop);
      document.removeEventListener('paste', paste);
    };
  }, []);
}
