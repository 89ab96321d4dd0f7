import { useRef } from 'preact/hooks';

export interface TabsProps {
  readonly tabs: readonly { readonly id: string; readonly label: string }[];
  readonly current: string;
  readonly onChange: (id: string) => void;
}

/** Tabs with the keys of the ARIA pattern. */
export function Tabs({ tabs, current, onChange }: TabsProps) {
  const list = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent): void => {
    const place = tabs.findIndex(({ id }) => id === current);
    const to = { ArrowRight: place + 1, ArrowLeft: place - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const { id } = tabs[(to + tabs.length) % tabs.length]!;
    onChange(id);
    list.current!.querySelector<HTMLElement>(`#tab-${id}`)!.focus();
  };
  return (
    <div class="tabs" role="tablist" aria-label="What to do" ref={list} onKeyDown={onKeyDown}>
      {tabs.map(({ id, label }) => (
        <button
          key={id}
          id={`tab-${id}`}
          type="button"
          role="tab"
          aria-selected={id === current}
          {...(id === current ? { 'aria-controls': `panel-${id}` } : {})}
          tabIndex={id === current ? 0 : -1}
          onClick={() => onChange(id)}
        >
          {label}
        </button>
      ))}
    </div>
  );
}
