import { useEffect, useRef } from 'preact/hooks';

/** Opens files that are dropped anywhere on the page, where a browser would otherwise leave it for them, or pasted. */
export function useGivenFiles(open: (file: Blob | undefined) => Promise<void>): void {
  const latest = useRef(open);
  latest.current = open;
  useEffect(() => {
    const over = (event: DragEvent): void => event.preventDefault();
    const drop = (event: DragEvent): void => {
      event.preventDefault();
      void latest.current(event.dataTransfer?.files[0]);
    };
    const paste = (event: ClipboardEvent): void => void latest.current(event.clipboardData?.files[0]);
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
